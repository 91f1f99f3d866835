// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gates/path_glob.h"
#include "core/gates/security/security_gate.h"
#include "tests/contract/gate/gate_fixture.h"

#include <QTest>

using namespace tamma;
using Kind = gates::GateOutcome::Kind;

namespace {

const QString SECRET = QString("AKIA") + "Q3EGRZ7N5PLM2VTX";

} // namespace

class TestSecurityGate : public QObject {
    Q_OBJECT

private slots:
    void namesThePlaceAndHidesTheSecret()
    {
        test::FakeRepository repository;
        repository.lines.append({"src/keys.c", 7, "key = \"" + SECRET + "\""});
        gates::SecurityGate gate({repository, repository, repository.cache(), {}});
        test::LogKeeper log;
        const auto outcome = gate.check(repository.request(), log, {});
        QVERIFY(outcome);
        QVERIFY(outcome->kind == Kind::Failed);
        const events::Verdict& verdict = outcome->verdict;
        QCOMPARE(verdict.findings.size(), 1);
        QCOMPARE(verdict.findings[0].rule, "secret.aws-access-key");
        QCOMPARE(verdict.findings[0].severity, "critical");
        QCOMPARE(verdict.findings[0].file, "src/keys.c");
        QCOMPARE(verdict.findings[0].line, 7);
        for (const QString& text :
             {verdict.findings[0].message, verdict.logTail, verdict.summary, log.text}) {
            QVERIFY(!text.contains(SECRET));
        }
        QVERIFY(verdict.logTail.contains("src/keys.c:7: "));
        QVERIFY(verdict.summary.contains("src/keys.c:7"));
    }

    void leavesOutWhatTheBaseCommitSays()
    {
        test::FakeRepository repository;
        repository.projectFile = "securityScan: {ignore: ['vendor/**']}\n";
        repository.lines.append({"vendor/a/keys.c", 1, SECRET});
        repository.lines.append({"vendor/a/keys.c", 2, SECRET});
        gates::SecurityGate gate({repository, repository, repository.cache(), {}});
        test::LogKeeper log;
        const auto outcome = gate.check(repository.request(), log, {});
        QVERIFY(outcome);
        QVERIFY(outcome->kind == Kind::Passed);
        QVERIFY2(outcome->verdict.summary.contains("1 file not scanned"),
                 qPrintable(outcome->verdict.summary));
    }

    void boundsTheFindings()
    {
        test::FakeRepository repository;
        for (int line = 1; line <= 1000; ++line) {
            repository.lines.append({"a", line, SECRET});
        }
        gates::SecurityGate gate({repository, repository, repository.cache(), {}});
        test::LogKeeper log;
        const auto outcome = gate.check(repository.request(), log, {});
        QVERIFY(outcome);
        QCOMPARE(outcome->verdict.findings.size(), 100);
        QVERIFY(outcome->verdict.summary.startsWith("1000 possible secrets"));
    }

    void believesTheProjectAboutWhatIsNoSecret()
    {
        test::FakeRepository repository;
        repository.projectFile = "gates: {security: {allow: ['^// sample:']}}\n";
        repository.lines.append({"a.c", 1, "// sample: " + SECRET});
        QVERIFY(check(repository)->kind == Kind::Passed);
        repository.lines.append({"a.c", 2, "//  sample: " + SECRET});
        QVERIFY(check(repository)->kind == Kind::Failed);
    }

    void listsFilesThatDoNotBelongHere_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<bool>("binary");
        QTest::addColumn<QString>("rule");
        QTest::newRow("key store") << "app/release.jks" << true << "file.secret-store";
        QTest::newRow("ssh key") << "deploy/id_ed25519" << false << "file.secret-store";
        QTest::newRow("environment") << ".env.production" << false << "file.secret-store";
        QTest::newRow("example of one") << ".env.example" << false << "";
        QTest::newRow("program") << "tools/helper.exe" << true << "file.program";
        QTest::newRow("library") << "lib/libx.so.1.2" << true << "file.program";
        QTest::newRow("archive") << "data/dump.tar.gz" << true << "file.archive";
        QTest::newRow("picture") << "doc/a.png" << true << "";
        QTest::newRow("source with a zero byte") << "src/a.cpp" << true << "file.unreadable";
        QTest::newRow("settings with one") << ".github/ci.yml" << true << "file.unreadable";
        QTest::newRow("source called like a program") << "src/a.com.c" << false << "";
    }
    void listsFilesThatDoNotBelongHere()
    {
        QFETCH(QString, path);
        QFETCH(bool, binary);
        QFETCH(QString, rule);
        test::FakeRepository repository;
        git::FileDiff diff;
        diff.file = {path, path, git::ChangeKind::Added, 0, 0, binary};
        repository.files = {diff};
        const auto outcome = check(repository);
        const auto& findings = outcome->verdict.findings;
        QCOMPARE(findings.isEmpty() ? QString() : findings[0].rule, rule);
        QCOMPARE(outcome->kind == Kind::Failed, rule == "file.secret-store");
        QCOMPARE(outcome->verdict.needsPerson.isEmpty(),
                 rule.isEmpty() || rule == "file.secret-store");
    }

    void listsWhatChangesInTheDependencies_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QByteArray>("before");
        QTest::addColumn<QByteArray>("after");
        QTest::addColumn<QStringList>("found");
        const auto row = [](const char* path, const char* before, const char* after,
                            const QStringList& found) {
            QTest::newRow(path) << QString(path) << QByteArray(before) << QByteArray(after)
                                << found;
        };
        row("web/package.json",
            "{\n \"version\": \"1.0.0\",\n \"express\": \"^4.19.0\",\n \"left-pad\": \"1.0.0\"\n}",
            "{\n \"version\": \"1.1.0\",\n \"express\": \"^4.21.2\",\n \"@a/b\": \"~2.0\"\n}",
            {"4 Uses @a/b ~2.0 now", "3 express ^4.21.2 instead of ^4.19.0",
             "0 Does not use left-pad any more"});
        row("requirements.txt", "requests==2.31.0\n# x\n", "requests==2.32.3 # safe\nflask\n",
            {"2 Uses flask now", "1 requests ==2.32.3 instead of ==2.31.0"});
        row("pyproject.toml", "version = \"1\"\ndependencies = [\n  \"attrs>=23\",\n]\n",
            "version = \"2\"\ndependencies = [\n  \"attrs>=24\",\n]\n",
            {"3 attrs >=24 instead of >=23"});
        row("go.mod", "go 1.22\nrequire (\n\tgolang.org/x/net v0.20.0\n)\n",
            "go 1.23\nrequire (\n\tgolang.org/x/net v0.33.0\n)\n",
            {"3 golang.org/x/net v0.33.0 instead of v0.20.0"});
        row("Cargo.toml", "edition = \"2021\"\nserde = \"1.0\"\n",
            "edition = \"2024\"\nserde = { features = [], version = \"1.1\" }\n",
            {"2 serde 1.1 instead of 1.0"});
        row("pom.xml", "<artifactId>gson</artifactId>\n<version>2.10</version>\n",
            "<artifactId>gson</artifactId>\n<version>2.11</version>\n",
            {"2 gson 2.11 instead of 2.10"});
        row("build.gradle", "", "implementation 'com.google.guava:guava:33.0'\n",
            {"1 Uses com.google.guava:guava 33.0 now"});
        row("Gemfile", "gem \"rails\", \"~> 7.1\"\n", "gem \"rails\", \"~> 7.2\"\n",
            {"1 rails ~> 7.2 instead of ~> 7.1"});
        row("a.csproj", "", "<PackageReference Include=\"Dapper\" Version=\"2.1\" />\n",
            {"1 Uses Dapper 2.1 now"});
        row("yarn.lock", "a\n", "b\n", {"0 The pinned packages change, in 0 lines"});
        row("src/package.json.ts", "a", "b", {});
    }
    void listsWhatChangesInTheDependencies()
    {
        QFETCH(QString, path);
        QFETCH(QByteArray, before);
        QFETCH(QByteArray, after);
        test::FakeRepository repository;
        repository.files = {git::FileDiff{{path, path}, before, after, {}}};
        const auto outcome = check(repository);
        QVERIFY(outcome->kind == Kind::Passed);
        QStringList found;
        for (const events::Finding& finding : outcome->verdict.findings) {
            QVERIFY(finding.rule.startsWith("dependency.") && finding.severity == "low");
            found.append(QString::number(finding.line) + ' ' + finding.message);
        }
        QTEST(found, "found");
    }

    void knowsProgramsByHowTheyBegin_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<bool>("isProgram");
        QTest::newRow("ELF") << QByteArray("\x7f"
                                           "ELF\2\1\1\0",
                                           8)
                             << true;
        QTest::newRow("Windows") << QByteArray("MZ\x90\0", 4) << true;
        QTest::newRow("WebAssembly") << QByteArray("\0asm\1\0\0\0", 8) << true;
        QTest::newRow("Mach-O") << QByteArray("\xcf\xfa\xed\xfe\7\0", 6) << true;
        QTest::newRow("archive of objects") << QByteArray("!<arch>\n\0", 9) << true;
        QTest::newRow("picture") << QByteArray("\x89PNG\r\n\x1a\n\0", 9) << false;
        QTest::newRow("too short") << QByteArray("\x7f\0", 2) << false;
    }
    void knowsProgramsByHowTheyBegin()
    {
        QFETCH(QByteArray, content);
        test::FakeRepository repository;
        const QString path = "tools/run";
        repository.files = {{{path, path, git::ChangeKind::Added, 0, 0, true}, {}, {}, {}}};
        repository.binaries[path] = content;
        const auto outcome = check(repository);
        QVERIFY(outcome);
        QTEST(!outcome->verdict.needsPerson.isEmpty(), "isProgram");
    }

    void asksAPersonAboutScriptsThatRunAtInstallation_data()
    {
        QTest::addColumn<QByteArray>("before");
        QTest::addColumn<QByteArray>("now");
        QTest::addColumn<QString>("asked"); // A part of it.
        const QByteArray without = R"({"name": "a"})";
        const QByteArray spread
            = "{\n  \"scripts\": {\n    \"postinstall\": \"node setup.js\"\n  }\n}\n";
        const QByteArray inOneLine = R"({"scripts": {"postinstall": "node setup.js"}})";
        QTest::newRow("a line each") << without << spread << "node setup.js";
        QTest::newRow("in one line") << without << inOneLine << "node setup.js";
        QTest::newRow("value in the next line")
            << without << QByteArray("{\"scripts\": {\"prepare\":\n \"node x.js\"}}")
            << "node x.js";
        QTest::newRow("escaped name")
            << without << QByteArray(R"({"scripts": {"\u0069nstall": "node x.js"}})")
            << "node x.js";
        QTest::newRow("another one")
            << inOneLine << QByteArray(inOneLine).replace("setup", "x") << "node x.js";
        QTest::newRow("laid out anew") << inOneLine << spread << "";
        QTest::newRow("taken out") << inOneLine << without << "";
        QTest::newRow("a package that is called so")
            << without << QByteArray(R"({"dependencies": {"install": "1.0"}})") << "";
        QTest::newRow("broken") << inOneLine << QByteArray("{\"scripts\"") << "Cannot be read";
    }
    void asksAPersonAboutScriptsThatRunAtInstallation()
    {
        QFETCH(QByteArray, before);
        QFETCH(QByteArray, now);
        QFETCH(QString, asked);
        test::FakeRepository repository;
        repository.files = {{{"web/package.json", "web/package.json"}, before, now, {}}};
        const auto outcome = check(repository);
        QVERIFY(outcome->kind == Kind::Passed);
        const QStringList& questions = outcome->verdict.needsPerson;
        QCOMPARE(questions.size(), asked.isEmpty() ? 0 : 1);
        QVERIFY(asked.isEmpty() || questions[0].contains(asked));
    }

    void countsWhatScannersFindInTheChangedLines()
    {
        test::FakeRepository repository;
        repository.write("src/main.c", "\n\nint main(void) { return 0; }\n");
        repository.write("a.sarif", sarif({result("error", 1), result("warning", 3)}));
        const gates::Scanner good{"good", "cat a.sarif; exit 1"};
        const gates::Scanner bad{"bad", "no-such-scanner"};
        const gates::Scanner idle{"idle", "cat a.sarif", "nothing.yml"};
        auto outcome = check(repository, {good, bad, idle});
        QVERIFY2(outcome, outcome ? "" : qPrintable(outcome.error().detail));
        QVERIFY(outcome->kind == Kind::Passed); // The error is in a line that was there before.
        QCOMPARE(outcome->verdict.findings.size(), 1);
        QCOMPARE(outcome->verdict.findings[0].source, "fake");
        QCOMPARE(outcome->verdict.findings[0].line, 3);
        QVERIFY(outcome->verdict.summary.endsWith("; good found 1; could not run bad"));
        QVERIFY(!outcome->verdict.sandbox.startsWith("none"));

        repository.lines = {{"src/main.c", 1, ""}};
        outcome = check(repository, {good});
        QVERIFY(outcome->kind == Kind::Failed);
    }

    void aLargeReportIsReadWhole()
    {
        test::FakeRepository repository;
        repository.write("src/main.c", QByteArray(2000, '\n') + "int main(void) { return 0; }\n");
        repository.lines = {{"src/main.c", 2001, ""}};
        QStringList results;
        for (int line = 1; line <= 2000; ++line) {
            results.append(result("error", line) + QString(500, ' '));
        }
        results.insert(1000, result("warning", 2001));
        repository.write("a.sarif", sarif(results));
        const auto outcome = check(repository, {{"good", "cat a.sarif"}});
        QVERIFY(outcome && outcome->kind == Kind::Passed);
        QCOMPARE(outcome->verdict.findings.size(), 1);
        QCOMPARE(outcome->verdict.findings[0].line, 2001);
        QVERIFY(outcome->verdict.needsPerson.isEmpty());
    }

    void aBrokenReportIsAQuestion_data()
    {
        QTest::addColumn<QByteArray>("report");
        const QByteArray whole = sarif({result("error", 3)});
        QTest::newRow("cut") << whole.chopped(3);
        QTest::newRow("with a hole") << QByteArray(whole).remove(20, 9);
        QTest::newRow("no runs") << QByteArray(R"({"runs": null, "results": []})");
        QTest::newRow("nothing") << QByteArray();
    }
    void aBrokenReportIsAQuestion()
    {
        QFETCH(QByteArray, report);
        test::FakeRepository repository;
        repository.write("a.sarif", report);
        const auto outcome = check(repository, {{"odd", "cat a.sarif"}});
        QVERIFY(outcome);
        QVERIFY(outcome->verdict.summary.endsWith("; could not run odd"));
        QCOMPARE(outcome->verdict.needsPerson, QStringList{"odd could not say what it found"});
    }

    void fitsGlobs_data()
    {
        QTest::addColumn<QString>("glob");
        QTest::addColumn<QString>("path");
        QTest::addColumn<bool>("fits");
        QTest::newRow("folder") << "docs/**" << "docs/a/b.md" << true;
        QTest::newRow("other folder") << "docs/**" << "src/docs/b.md" << false;
        QTest::newRow("any folder") << "**/docs/*" << "src/docs/b.md" << true;
        QTest::newRow("any folder, at the top") << "**/docs/*" << "docs/b.md" << true;
        QTest::newRow("star stays inside") << "docs/*" << "docs/a/b.md" << false;
        QTest::newRow("name") << "*.lock" << "a/b/yarn.lock" << true;
        QTest::newRow("whole name") << "*.lock" << "a.lock.c" << false;
        QTest::newRow("one character") << "a?.c" << "ab.c" << true;
        QTest::newRow("point is a point") << "a.c" << "abc" << false;
        QTest::newRow("brackets are themselves") << "a[1].c" << "a[1].c" << true;
    }

    void fitsGlobs()
    {
        QFETCH(QString, glob);
        QFETCH(QString, path);
        QTEST(gates::fitsGlob(path, glob), "fits");
    }

private:
    static QString result(const char* level, int line)
    {
        return QString(R"({"ruleId":"r","level":"%1","message":{"text":"m"},"locations":[)"
                       R"({"physicalLocation":{"artifactLocation":{"uri":"src/main.c"},)"
                       R"("region":{"startLine":%2}}}]})")
            .arg(level)
            .arg(line);
    }

    static QByteArray sarif(const QStringList& results)
    {
        return (R"({"runs":[{"tool":{"driver":{"name":"fake"}},"results":[)" + results.join(",\n")
                + "]}]}")
            .toUtf8();
    }

    static Result<gates::GateOutcome> check(test::FakeRepository& repository,
                                            const QList<gates::Scanner>& scanners = {})
    {
        gates::SecurityGate gate({repository, repository, repository.cache(), scanners});
        test::LogKeeper log;
        return gate.check(repository.request(), log, {});
    }
};

QTEST_GUILESS_MAIN(TestSecurityGate)
#include "tst_security_gate.moc"
