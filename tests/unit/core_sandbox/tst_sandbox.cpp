// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox_fixture.h"

#include <QTest>

using namespace tamma;

class TestSandbox : public QObject {
    Q_OBJECT

private slots:
    void holdsOnThisMachine()
    {
        const auto probed = sandbox::probe(&TestSandbox::runner);
        QVERIFY2(probed, probed ? "" : qPrintable(probed.error().detail));
    }

    void probeNoticesMissingWalls()
    {
        // The same command without bubblewrap in front: everything that it tries succeeds.
        const auto without = [](const sandbox::SandboxedCommand& command) {
            sandbox::SandboxedCommand bare = command;
            const qsizetype end = bare.arguments.indexOf("--");
            bare.program = bare.arguments[end + 1];
            bare.arguments = bare.arguments.mid(end + 2);
            bare.inheritedFiles.clear();
            return runner(bare);
        };
        const auto probed = sandbox::probe(without);
        QVERIFY(!probed);
        QVERIFY(probed.error().code == errors::SANDBOX_UNAVAILABLE);
        QVERIFY(probed.error().detail.contains("read yes"));
        QVERIFY(!probed.error().context["mend"].toString().isEmpty());
    }

    void saysWhatMendsAMachineThatRefuses_data()
    {
        QTest::addColumn<QByteArray>("output");
        QTest::addColumn<QString>("mend");
        QTest::newRow("no user namespaces")
            << QByteArray("bwrap: No permissions to create new namespace, likely because the "
                          "kernel does not allow")
            << "user";
        QTest::newRow("AppArmor of Ubuntu")
            << QByteArray("bwrap: setting up uid map: Permission denied\n") << "user";
        QTest::newRow("masked /proc")
            << QByteArray("bwrap: Can't mount proc on /newroot/proc: Operation not permitted\n")
            << "systempaths=unconfined";
        QTest::newRow("old bubblewrap") << QByteArray("bwrap: Unknown option --size\n") << "newer";
    }

    void saysWhatMendsAMachineThatRefuses()
    {
        QFETCH(QByteArray, output);
        QFETCH(QString, mend);
        const Error error = sandbox::explainFailure(output);
        QVERIFY(error.code == errors::SANDBOX_UNAVAILABLE);
        QVERIFY(error.detail.contains(QString::fromUtf8(output.trimmed())));
        const QString advice = error.context["mend"].toString();
        QVERIFY2(advice.contains(mend), qPrintable(advice));
    }

    void refusesWhatMakesNoSense_data()
    {
        QTest::addColumn<QString>("workFolder");
        QTest::addColumn<QString>("code");
        QTest::newRow("the whole disk") << "/" << "INVALID_ARGUMENT";
        QTest::newRow("the whole disk, in disguise") << "/usr/.." << "INVALID_ARGUMENT";
        QTest::newRow("relative") << "work" << "INVALID_ARGUMENT";
        QTest::newRow("nothing") << "" << "INVALID_ARGUMENT";
        QTest::newRow("not there") << "/no/such/folder" << "NOT_FOUND";
    }

    void refusesWhatMakesNoSense()
    {
        QFETCH(QString, workFolder);
        sandbox::SandboxProfile profile;
        profile.workFolder = workFolder;
        const auto command = sandbox::sandboxed(profile, {"/bin/true"});
        QVERIFY(!command);
        QTEST(command.error().code.text(), "code");
    }

    void neverRunsWithoutBubblewrap()
    {
        const QByteArray path = qgetenv("PATH");
        qputenv("PATH", "/no/such/folder");
        test::SandboxFixture fixture;
        const auto command = sandbox::sandboxed(fixture.profile, {"/bin/true"});
        qputenv("PATH", path);
        QVERIFY(!command);
        QVERIFY(command.error().code == errors::SANDBOX_UNAVAILABLE);
        QVERIFY(command.error().context["mend"].toString().contains("bubblewrap"));
    }

    void tellsAFailedCommandFromFailedWalls()
    {
        const test::SandboxFixture fixture;
        const auto failed = fixture.run("exit 1");
        QVERIFY(sandbox::hasStarted(failed.result->inheritedFiles[sandbox::STATUS_DESCRIPTOR]));

        const auto missing = sandbox::sandboxed(fixture.profile, {"/no/such/program"});
        const auto seen = test::runSandboxed(*missing);
        QCOMPARE(seen.result->exit.code, 1);
        QVERIFY(!sandbox::hasStarted(seen.result->inheritedFiles[sandbox::STATUS_DESCRIPTOR]));
    }

    void doesNotFollowALinkInPlaceOfASetting()
    {
        test::SandboxFixture fixture;
        QVERIFY(QDir(fixture.path("work/.tamma")).removeRecursively());
        QVERIFY(QFile::link(fixture.path("home/.ssh"), fixture.path("work/.tamma")));
        const auto seen = fixture.run("cat .tamma/id_rsa; true");
        QVERIFY(seen.result);
        QVERIFY2(!seen.output.contains("CANARY"), seen.output.constData());
    }

private:
    static Result<sandbox::CommandEnd> runner(const sandbox::SandboxedCommand& command)
    {
        const test::Seen seen = test::runSandboxed(command);
        if (!seen.result) {
            return std::unexpected(seen.result.error());
        }
        return sandbox::CommandEnd{seen.result->exit.code, seen.output};
    }
};

QTEST_GUILESS_MAIN(TestSandbox)
#include "tst_sandbox.moc"
