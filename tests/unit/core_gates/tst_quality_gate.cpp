// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gates/quality/quality_gate.h"
#include "tests/contract/gate/gate_fixture.h"

#include <QTest>

using namespace tamma;
using Kind = gates::GateOutcome::Kind;

class TestQualityGate : public QObject {
    Q_OBJECT

private slots:
    void init() { m_repository = std::make_unique<test::FakeRepository>(); }

    void findsTheToolsOfAProject_data()
    {
        QTest::addColumn<QStringList>("files");
        QTest::addColumn<QStringList>("changed");
        QTest::addColumn<QStringList>("tools");
        QTest::newRow("nothing is set up")
            << QStringList{"a.c"} << QStringList{"a.c"} << QStringList();
        QTest::newRow("C++") << QStringList{".clang-format", ".clang-tidy", "CMakeLists.txt"}
                             << QStringList{"src/a.cpp"}
                             << QStringList{"clang-format", "clang-tidy"};
        QTest::newRow("headers have no command to compile them")
            << QStringList{".clang-format", ".clang-tidy", "CMakeLists.txt"}
            << QStringList{"src/a.h"} << QStringList{"clang-format"};
        QTest::newRow("other files changed")
            << QStringList{".clang-format"} << QStringList{"README.md"} << QStringList();
        QTest::newRow("JavaScript") << QStringList{"eslint.config.mjs", ".prettierrc.json"}
                                    << QStringList{"a.ts"} << QStringList{"eslint", "prettier"};
        QTest::newRow("Python") << QStringList{"ruff.toml"} << QStringList{"a.py"}
                                << QStringList{"ruff"};
        QTest::newRow("Rust") << QStringList{"Cargo.toml"} << QStringList{"src/a.rs"}
                              << QStringList{"cargo fmt", "cargo clippy"};
        QTest::newRow("Go") << QStringList{"go.mod"} << QStringList{"a.go"}
                            << QStringList{"gofmt", "go vet"};
    }
    void findsTheToolsOfAProject()
    {
        QFETCH(QStringList, files);
        QFETCH(QStringList, changed);
        QStringList names;
        for (const auto& tool :
             gates::qualityTools({files, [](const QString&) { return QByteArray(); }}, changed)) {
            names.append(tool.name);
        }
        QTEST(names, "tools");
    }

    void readsConfigurationInsideOfOtherFiles()
    {
        const auto read = [](const QString& name) {
            return name == "package.json" ? QByteArray(R"({"eslintConfig": {}})")
                                          : QByteArray("[tool.ruff.lint]\n");
        };
        const auto tools
            = gates::qualityTools({{"package.json", "pyproject.toml"}, read}, {"a.js", "b.py"});
        QCOMPARE(tools.size(), 2);
    }

    void namesOfFilesAreNoCommands()
    {
        const auto tools = gates::qualityTools(
            {{"go.mod"}, [](const QString&) { return QByteArray(); }}, {"a'; touch x; '.go"});
        QVERIFY(tools[0].command.endsWith(R"('./a'\''; touch x; '\''.go')"));
    }

    void judgesTheChangedLinesOnly()
    {
        m_repository->write(".clang-format", "BasedOnStyle: LLVM\n");
        m_repository->write("src/main.c", "int   old;\nint ok;\nint   fresh;\n");
        m_repository->lines = {{"src/main.c", 3, "int   fresh;"}};
        const auto outcome = check();
        QVERIFY2(outcome, outcome ? "" : qPrintable(outcome.error().detail));
        QVERIFY2(outcome->kind == Kind::Failed, qPrintable(outcome->verdict.summary));
        QCOMPARE(outcome->verdict.findings.size(), 1);
        QCOMPARE(outcome->verdict.findings[0].file, "src/main.c");
        QCOMPARE(outcome->verdict.findings[0].line, 3);
        QVERIFY(outcome->verdict.summary.contains("1 more in lines that were there before"));
    }

    void passesWhenOnlyOldLinesAreBad()
    {
        m_repository->write(".clang-format", "BasedOnStyle: LLVM\n");
        m_repository->write("src/main.c", "int   old;\nint ok;\nint fresh;\n");
        m_repository->lines = {{"src/main.c", 3, "int fresh;"}};
        QVERIFY(check()->kind == Kind::Passed);
        m_repository->projectFile = "gates: {quality: {scope: files}}\n";
        QVERIFY(check()->kind == Kind::Failed);
        m_repository->projectFile = "gates: {quality: {scope: files, ignore: ['src/**']}}\n";
        QVERIFY(check()->kind == Kind::Skipped);
    }

    void aChangeThatTakesTheSettingsAwayIsJudgedAllTheSame()
    {
        m_repository->base[".clang-format"] = "BasedOnStyle: LLVM\n";
        m_repository->write("src/main.c", "int   fresh;\n");
        m_repository->lines = {{"src/main.c", 1, "int   fresh;"}};
        m_repository->files = {{{".clang-format", ".clang-format", git::ChangeKind::Deleted, 0, 1},
                                "BasedOnStyle: LLVM\n",
                                {},
                                {{0, 1, 0, 0}}}};
        const auto outcome = check();
        QVERIFY2(outcome, outcome ? "" : qPrintable(outcome.error().detail));
        QVERIFY2(outcome->kind == Kind::Failed, qPrintable(outcome->verdict.summary));
    }

    void manyOldFaultsHideNoNewOne()
    {
        m_repository->write("src/main.c", QByteArray(200, '\n') + "int   fresh;\n");
        m_repository->lines = {{"src/main.c", 201, "int   fresh;"}};
        m_repository->projectFile = "gates: {quality: {command: 'for i in $(seq 201); do echo "
                                    "\"src/main.c:$i:1: error: bad $i\"; done; exit 1'}}\n";
        const auto outcome = check();
        QVERIFY(outcome && outcome->kind == Kind::Failed);
        QCOMPARE(outcome->verdict.findings.size(), 1);
        QCOMPARE(outcome->verdict.findings[0].line, 201);
        QVERIFY(outcome->verdict.summary.contains("200 more in lines that were there before"));
    }

    void takesListsOfFiles()
    {
        m_repository->projectFile = "gates: {quality: {command: 'echo ./src/main.c; exit 1'}}\n";
        const auto outcome = check();
        QVERIFY(outcome && outcome->kind == Kind::Failed);
        QCOMPARE(outcome->verdict.findings.size(), 1);
        QCOMPARE(outcome->verdict.findings[0].rule, "format");
    }

    void aToolThatIsNotInstalledFailsNothing()
    {
        m_repository->write("ruff.toml", "");
        m_repository->write("a.py", "x=1\n");
        m_repository->lines = {{"a.py", 1, "x=1"}};
        const auto outcome = check();
        QVERIFY(outcome);
        if (outcome->kind == Kind::Skipped) { // Somebody may have it.
            QCOMPARE(outcome->verdict.summary, "Not installed: ruff");
        }
    }

    void aToolThatBreaksIsNotAPass()
    {
        m_repository->projectFile = "gates: {quality: {command: 'echo what; exit 2'}}\n";
        const auto outcome = check();
        QVERIFY(outcome && outcome->kind == Kind::Failed);
        QVERIFY(outcome->verdict.summary.contains("could not work"));
        QVERIFY(outcome->verdict.logTail.contains("what\n"));
    }

private:
    Result<gates::GateOutcome> check()
    {
        gates::QualityGate gate(*m_repository, *m_repository, m_repository->cache());
        test::LogKeeper log;
        return gate.check(m_repository->request(), log, {});
    }

    std::unique_ptr<test::FakeRepository> m_repository;
};

QTEST_GUILESS_MAIN(TestQualityGate)
#include "tst_quality_gate.moc"
