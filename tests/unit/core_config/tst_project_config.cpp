// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/project_config.h"

#include <QTest>

using namespace tamma;
using namespace std::chrono_literals;

class TestProjectConfig : public QObject {
    Q_OBJECT

private slots:
    void readsEverything()
    {
        const auto config = config::parseProjectConfig("commands:\n"
                                                       "  build: { run: make -j2, timeout: 90 }\n"
                                                       "  test: make check\n"
                                                       "  ci:\n"
                                                       "    run: |\n"
                                                       "      ./lint\n"
                                                       "      ./ci\n"
                                                       "  deploy: { run: ./deploy }\n"
                                                       "network: true\n"
                                                       "context: { budgetTokens: 8000 }\n"
                                                       "environment:\n"
                                                       "  LEVEL: 3\n"
                                                       "  NAME: \"a b\"\n"
                                                       "securityScan:\n"
                                                       "  ignore: [ \"docs/**\", tests/data/* ]\n",
                                                       "project.yaml");
        QVERIFY2(config, config ? "" : qPrintable(config.error().detail));
        QCOMPARE(config->build->run, "make -j2");
        QVERIFY(config->build->timeout == 90s);
        QCOMPARE(config->test->run, "make check");
        QVERIFY(config->test->timeout == 30min);
        QCOMPARE(config->ci->run, "./lint\n./ci");
        QCOMPARE(config->deploy->run, "./deploy");
        QVERIFY(config->network);
        QCOMPARE(config->contextBudgetTokens, 8000);
        QCOMPARE(config->environment, (QMap<QString, QString>{{"LEVEL", "3"}, {"NAME", "a b"}}));
        QCOMPARE(config->securityScanIgnore, (QStringList{"docs/**", "tests/data/*"}));
    }

    void readsTheGates()
    {
        const auto config = config::parseProjectConfig(
            "gates:\n"
            "  order: [build, security, test]\n"
            "  build: { command: make all, timeout: 60 }\n"
            "  test:\n"
            "    flaky: pass\n"
            "    reports: ['out/*.xml']\n"
            "    retry: { attempts: 5, baseDelay: 1, maxDelay: 9, jitterPercent: 50 }\n"
            "  quality: { scope: files, ignore: ['gen/**'] }\n"
            "  security: { allow: ['^test-'] }\n",
            "project.yaml");
        QVERIFY2(config, config ? "" : qPrintable(config.error().detail));
        const config::GateChain& gates = config->gates;
        QCOMPARE(gates.order, (QStringList{"build", "security", "test"}));
        QCOMPARE(gates.of("build").command, "make all");
        QVERIFY(gates.of("build").timeout == 60s);
        QVERIFY(!gates.of("build").flakyPasses && gates.of("test").flakyPasses);
        QCOMPARE(gates.of("test").reports, QStringList{"out/*.xml"});
        QVERIFY((gates.of("test").retry == config::GateRetry{5, 1s, 9s, 0.5}));
        QVERIFY(gates.of("quality").wholeFiles);
        QCOMPARE(gates.of("quality").ignore, QStringList{"gen/**"});
        QCOMPARE(gates.of("security").allow, QStringList{"^test-"});
        QVERIFY(gates.of("ci") == config::GateConfig());
        QVERIFY(gates.of("ci").repeatsFailure && !gates.of("ci").flakyPasses);
    }

    void branchesHaveTheirOwnApprovals_data()
    {
        QTest::addColumn<QString>("branch");
        QTest::addColumn<int>("hours");
        QTest::addColumn<int>("quorum");
        QTest::addColumn<QString>("escalateTo");
        QTest::newRow("no glob matches") << "main" << 48 << 1 << "Ana Ruiz";
        QTest::newRow("glob") << "release/1.2" << 4 << 2 << "Ana Ruiz";
        QTest::newRow("the longer glob wins") << "release/lts/1" << 0 << 1 << "Ben";
        QTest::newRow("whole name only") << "my-hotfix" << 48 << 1 << "Ana Ruiz";
        QTest::newRow("exact name") << "hotfix" << 1 << 1 << "Ana Ruiz";
    }

    void branchesHaveTheirOwnApprovals()
    {
        QFETCH(QString, branch);
        const auto config
            = config::parseProjectConfig("approval:\n"
                                         "  timeoutHours: 48\n"
                                         "  escalateTo: Ana Ruiz\n"
                                         "  branches:\n"
                                         "    release/*: { timeoutHours: 4, quorum: 2 }\n"
                                         "    release/lts/*: { timeoutHours: 0, escalateTo: Ben }\n"
                                         "    hotfix: { timeoutHours: 1 }\n",
                                         "project.yaml");
        QVERIFY2(config, config ? "" : qPrintable(config.error().detail));
        const config::ApprovalRules& rules = config->approval.of(branch);
        QTEST(int(rules.timeout.count()), "hours");
        QTEST(rules.quorum, "quorum");
        QTEST(rules.escalateTo, "escalateTo");
    }

    void hasDefaultsForWhatIsNotThere_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("empty file") << QByteArray();
        QTest::newRow("only a comment") << QByteArray("# nothing yet\n");
        QTest::newRow("null values") << QByteArray("commands:\nnetwork:\ncontext: ~\n");
    }

    void hasDefaultsForWhatIsNotThere()
    {
        QFETCH(QByteArray, text);
        const auto config = config::parseProjectConfig(text, "project.yaml");
        QVERIFY(config);
        QVERIFY(*config == config::ProjectConfig());
        QVERIFY(!config->network);
    }

    void saysWhereAndWhatToWriteInstead_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("problem");
        const auto row = [](const char* name, const char* text, const char* problem) {
            QTest::newRow(name) << QByteArray(text) << QString(problem);
        };
        row("typo in a key", "netwrok: true", "p:1:1: Unknown key \"netwrok\"; write \"network\"");
        row("typo further in", "commands:\n  biuld: make",
            "p:2:3: Unknown key \"biuld\"; write \"build\"");
        row("nothing like it", "kubernetes: 1",
            "p:1:1: Unknown key \"kubernetes\"; known here: commands, ");
        row("wrong case", "Network: true", "write \"network\"");
        row("text for a flag", "network: yes", "p:1:10: \"network\" must be true or false");
        row("list for a flag", "network: [true]", "p:1:10: \"network\" must be true or false");
        row("text for a number", "context:\n  budgetTokens: many",
            "p:2:17: \"budgetTokens\" must be a whole number");
        row("number out of range", "context: {budgetTokens: 0}", "from 1000 to 1000000");
        row("number too large to hold", "context: {budgetTokens: 99999999999999}", "from 1000");
        row("list for a command", "commands:\n  test: [make]", "p:2:9: \"test\" must be a mapping");
        row("command without run", "commands:\n  test: {timeout: 5}",
            "\"test\" needs a command: write \"run: make\"");
        row("empty command", "commands: {test: '  '}", "needs a command");
        row("negative timeout", "commands: {test: {run: a, timeout: -1}}",
            "\"timeout\" must be a whole number from 1");
        row("text for a mapping", "commands: make", "p:1:11: \"commands\" must be a mapping");
        row("mapping for text", "environment:\n  A: {b: c}", "p:2:6: \"A\" must be text");
        row("bad variable", "environment: {A-B: c}", "\"A-B\" is no name of a variable");
        row("text for a list", "securityScan: {ignore: docs}", "\"ignore\" must be a list");
        row("unknown gate", "gates:\n  tests: {timeout: 1}",
            "p:2:3: Unknown key \"tests\"; write \"test\"");
        row("unknown gate in the order", "gates: {order: [build, tests]}",
            "p:1:16: There is no gate \"tests\"; known are: build, test, quality, tamper");
        row("no people", "approval: {quorum: 0}", "quorum");
        row("word for a flag", "approval: {separationOfDuties: sometimes}", "separationOfDuties");
        row("unknown approval rule", "approval: {votes: 2}", "votes");
        row("unknown rule of a branch", "approval: {branches: {main: {dueAfter: 2}}}",
            "Unknown key \"dueAfter\"");
        row("branch without rules", "approval: {branches: {main: 2}}", "\"main\" must be");
        row("gate twice", "gates: {order: [build, build]}", "\"build\" is in the order twice");
        row("time limit of nothing", "gates: {test: {timeout: 0}}",
            "p:1:25: \"timeout\" must be a whole number from 1");
        row("wrong choice", "gates: {test: {flaky: maybe}}",
            "p:1:23: \"flaky\" must be \"pass\" or \"fail\"");
        row("flaky where nothing repeats", "gates: {build: {flaky: pass}}",
            "Unknown key \"flaky\"");
        row("delays the wrong way round", "gates: {ci: {retry: {baseDelay: 9, maxDelay: 3}}}",
            "p:1:46: \"maxDelay\" must not be below \"baseDelay\"");
        row("broken expression", "gates: {security: {allow: ['(']}}",
            "p:1:27: \"(\" is no regular expression: ");
        row("key twice", "network: true\nnetwork: false", "p:2:1: \"network\" is there twice");
        row("not a mapping", "- a\n- b", "p:1:1: The file must consist of");
        row("not YAML", "commands: {test: make", "Not YAML: ");
        row("tab for indentation", "commands:\n\ttest: make", "p:2:");
        row("key that is a list", "[a, b]: c", "p:1:1: A key must be plain text");
    }

    void saysWhereAndWhatToWriteInstead()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, problem);
        const auto config = config::parseProjectConfig(text, "p");
        QVERIFY(!config);
        QVERIFY(config.error().code == errors::CONFIG_INVALID);
        QVERIFY2(config.error().detail.contains(problem), qPrintable(config.error().detail));
    }

    void reportsEveryProblemInOneGo()
    {
        const auto config
            = config::parseProjectConfig("network: 1\ncontext: {budgetTokens: x}\nfoo: 1\n", "p");
        QVERIFY(!config);
        QCOMPARE(config.error().detail.count('\n'), 2);
        const QJsonArray problems = config.error().context["problems"].toArray();
        QCOMPARE(problems.size(), 3);
        QCOMPARE(problems[1].toObject()["line"].toInt(), 2);
        QCOMPARE(problems[1].toObject()["column"].toInt(), 25);
    }

    void survivesHostileText_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("deep nesting") << QByteArray(100'000, '[');
        QTest::newRow("large") << QByteArray("a: ") + QByteArray(1'000'000, 'b');
        QTest::newRow("binary") << QByteArray("\x00\xff\xfe\x01: \x7f", 7);
        QTest::newRow("wrong anchor") << QByteArray("network: *nobody");
    }

    void survivesHostileText()
    {
        QFETCH(QByteArray, text);
        const auto config = config::parseProjectConfig(text, "p");
        QVERIFY(!config);
        QVERIFY(config.error().code == errors::CONFIG_INVALID);
    }
};

QTEST_GUILESS_MAIN(TestProjectConfig)
#include "tst_project_config.moc"
