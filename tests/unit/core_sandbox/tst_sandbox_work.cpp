// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox_fixture.h"

#include <QTest>

using namespace tamma;

// Walls that stop honest work are of no use either.
class TestSandboxWork : public QObject {
    Q_OBJECT

private slots:
    void letsHonestWorkThrough_data()
    {
        QTest::addColumn<QString>("script");
        QTest::newRow("compile and run") << "cc main.c -o main && ./main && echo OK";
        QTest::newRow("temporary file") << "f=$(mktemp) && echo OK > $f && cat $f";
        QTest::newRow("other temporary folder") << "echo OK > /var/tmp/x && cat /tmp/x";
        QTest::newRow("home") << "echo OK > ~/.cache-file && cat ~/.cache-file";
        QTest::newRow("shared memory") << "python3 -c \"from multiprocessing import shared_memory "
                                          "as s; m=s.SharedMemory(create=True,size=64);"
                                          "m.close(); m.unlink(); print('OK')\"";
        QTest::newRow("who am I")
            << "test $(whoami) = tamma && test $HOME = /home/tamma && echo OK";
        QTest::newRow("server on its own loopback")
            << "python3 -c \"import socket;s=socket.create_server(('localhost',0));"
               "socket.create_connection(s.getsockname(),5);print('OK')\"";
        QTest::newRow("UNIX socket of its own")
            << "python3 -c \"import "
               "socket;s=socket.socket(socket.AF_UNIX);s.bind('/tmp/s');s.listen();"
               "socket.socket(socket.AF_UNIX).connect('/tmp/s');print('OK')\"";
        QTest::newRow("network interfaces")
            << "node -e \"console.log(require('os').networkInterfaces().lo ? 'OK' : 'none')\"";
        QTest::newRow("test runner of node")
            << "echo \"require('node:test')('a', () => {})\" > a.test.js && node --test a.test.js "
               ">/dev/null && echo OK";
        QTest::newRow("threads and pipes")
            << "seq 1000 | xargs -P 4 -n 50 echo | wc -w | grep -q 1000 && echo OK";
        QTest::newRow("process substitution") << "cat <(echo OK)";
    }

    void letsHonestWorkThrough()
    {
        QFETCH(QString, script);
        const test::SandboxFixture fixture;
        const auto seen = fixture.run(script);
        QVERIFY2(seen.result && seen.result->exit.code == 0, seen.output.constData());
        QCOMPARE(seen.output, "OK\n");
    }

    void keepsWhatIsInTheWorkFolderAndTheHome()
    {
        const test::SandboxFixture fixture;
        QVERIFY(fixture.run("echo a > product; echo b > ~/cached").result);
        QVERIFY(QFile::exists(fixture.path("work/product")));
        QVERIFY(QFile::exists(fixture.path("cache/cached")));
    }

    void forgetsAHomeThatIsNotGiven()
    {
        test::SandboxFixture fixture;
        fixture.profile.home.clear();
        QCOMPARE(fixture.run("echo x > ~/x && cat ~/x").output, "x\n");
        QCOMPARE(fixture.run("ls -A ~").output, "");
    }

    void readsGitInALinkedWorktree()
    {
        const test::SandboxFixture fixture;
        const QString git
            = "export GIT_CONFIG_GLOBAL=/dev/null GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@example.org "
              "GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@example.org; ";
        io::ProcessSpec spec;
        spec.program = "/bin/sh";
        spec.arguments = {
            "-c",
            git
                + "git init -qb main repo && cd repo && echo x > f && git add f && git commit -qm c"
                  " && git tag -am v1 v1.0 && git worktree add -q ../linked"};
        spec.environment = {{"PATH", "/usr/bin:/bin"}};
        spec.workingFolder = fixture.folder.path();
        QCOMPARE(io::SystemProcessRunner().run(spec, {}, {})->exit.code, 0);

        sandbox::SandboxProfile profile;
        profile.workFolder = fixture.path("linked");
        const auto command = sandbox::sandboxed(
            profile,
            {"/bin/sh", "-c",
             "git describe && git status --short && touch $(git rev-parse --git-common-dir)/x"});
        QVERIFY(command);
        const auto seen = test::runSandboxed(*command);
        QVERIFY2(seen.output.startsWith("v1.0\n"), seen.output.constData());
        QVERIFY2(seen.output.contains("Read-only file system"), seen.output.constData());
    }

    void hidesAndShowsFolders()
    {
        test::SandboxFixture fixture;
        test::writeFile(fixture.path("tools/bin/tool"), "tool");
        test::writeFile(fixture.path("tools/private/key"), "CANARY");
        fixture.profile.readOnly = {fixture.path("tools")};
        fixture.profile.hidden = {fixture.path("tools/private")};
        fixture.profile.writable = {fixture.path("other")};
        const auto seen = fixture.run(
            QString("cd %1; cat tools/bin/tool; ls -A tools/private; touch other/new; "
                    "touch tools/new tools/private/new 2>&1 | grep -c Read-only")
                .arg(fixture.folder.path()));
        QCOMPARE(seen.output, "tool2\n");
        QVERIFY(QFile::exists(fixture.path("other/new")));
    }

    void handsOverTheEnvironmentWithoutShowingItOnTheCommandLine()
    {
        test::SandboxFixture fixture;
        fixture.profile.environment = {{"TOKEN_FOR_TESTS", "a b=c\n\"d\""}};
        const auto command
            = sandbox::sandboxed(fixture.profile, {"/usr/bin/printenv", "TOKEN_FOR_TESTS"});
        QVERIFY(command);
        QVERIFY(!command->arguments.join(' ').contains("a b=c"));
        QCOMPARE(test::runSandboxed(*command).output, "a b=c\n\"d\"\n");
    }
};

QTEST_GUILESS_MAIN(TestSandboxWork)
#include "tst_sandbox_work.moc"
