// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gates/command_gate.h"

#include "core/gates/sandboxed_run.h"
#include "core/providers/agent_sessions.h"
#include "tests/contract/gate/gate_fixture.h"

#include <QTest>

#include <csignal>

#include <sys/syscall.h>
#include <unistd.h>

using namespace tamma;
using gates::CommandKind;
using Kind = gates::GateOutcome::Kind;

namespace {

/// Has Tamma end when a command says a word.
class StopAtWord final : public gates::GateListener {
public:
    explicit StopAtWord(QString word)
        : m_word(std::move(word))
    {
    }
    std::stop_source stop;

    void onLog(const QString& text) override
    {
        m_text += text;
        if (m_text.contains(m_word)) {
            stop.request_stop();
        }
    }

private:
    QString m_word;
    QString m_text;
};

} // namespace

class TestCommandGate : public QObject {
    Q_OBJECT

private slots:
    void init() { m_repository = std::make_unique<test::FakeRepository>(); }

    void findsThePlacesOfWhatFailed()
    {
        m_repository->write("src/a.c", "int main(void)\n{\n    return missing;\n}\n");
        m_repository->setCommand("build", "mkdir -p out; cd out; gcc -c ../src/a.c");
        gates::CommandGate gate(gates::CommandKind::Build, parts());
        test::LogKeeper log;
        const auto outcome = gate.check(m_repository->request(), log, {});
        QVERIFY(outcome);
        QVERIFY(outcome->kind == gates::GateOutcome::Kind::Failed);
        QCOMPARE(outcome->verdict.findings.size(), 1);
        const events::Finding& finding = outcome->verdict.findings[0];
        QCOMPARE(finding.file, "src/a.c");
        QCOMPARE(finding.line, 3);
        QCOMPARE(finding.severity, "high");
        QCOMPARE(finding.source, "gcc");
        QVERIFY(finding.message.contains("missing"));
    }

    void testsThatPassTheSecondTimeAreFlaky_data()
    {
        QTest::addColumn<QByteArray>("settings");
        QTest::addColumn<bool>("passes");
        QTest::addColumn<bool>("flaky");
        QTest::newRow("as usual") << QByteArray() << false << true;
        QTest::newRow("the project counts them as passed")
            << QByteArray("gates: {test: {flaky: pass}}\n") << true << true;
        QTest::newRow("the project repeats nothing")
            << QByteArray("gates: {test: {repeat: false, flaky: pass}}\n") << false << false;
    }

    void testsThatPassTheSecondTimeAreFlaky()
    {
        QFETCH(QByteArray, settings);
        QFETCH(bool, passes);
        m_repository->setCommand("test",
                                 "test -e seen || { touch seen; echo 'run.sh:1: error: "
                                 "odd'; echo 'a.c:4:1: error: bad'; exit 1; }");
        m_repository->projectFile += settings;
        const auto outcome = runTests();
        QVERIFY2(outcome, outcome ? "" : qPrintable(outcome.error().detail));
        QCOMPARE(outcome->kind == gates::GateOutcome::Kind::Passed, passes);
        QTEST(outcome->verdict.flaky, "flaky");
        QCOMPARE(outcome->verdict.summary.contains("flaky"), outcome->verdict.flaky);
        QVERIFY(!outcome->verdict.findings.isEmpty()); // Of the run that failed.
    }

    void testsThatFailTwiceAreNotFlaky()
    {
        m_repository->setCommand("test", "echo run >> runs; exit 3");
        const auto outcome = runTests();
        QVERIFY(outcome && outcome->kind == gates::GateOutcome::Kind::Failed);
        QVERIFY(!outcome->verdict.flaky);
        QCOMPARE(m_repository->read("runs"), "run\nrun\n");
        QVERIFY(outcome->verdict.summary.endsWith("exit code 3, twice on the same commit"));
    }

    void aBuildThatFailsIsNotRepeated()
    {
        m_repository->setCommand("build", "echo run >> runs; exit 3");
        gates::CommandGate gate(gates::CommandKind::Build, parts());
        test::LogKeeper log;
        QVERIFY(gate.check(m_repository->request(), log, {}));
        QCOMPARE(m_repository->read("runs"), "run\n");
    }

    void readsTheReportsOfThisRun()
    {
        m_repository->write("out/old.xml",
                            "<testsuite><testcase name='old'><failure/></testcase></testsuite>");
        QFile old(m_repository->checkout() + "/out/old.xml");
        QVERIFY(old.open(QIODevice::ReadWrite));
        QVERIFY(old.setFileTime(QDateTime::currentDateTime().addDays(-1),
                                QFileDevice::FileModificationTime));
        old.close();
        m_repository->setCommand("test",
                                 "echo '<testsuite><testcase name=\"a\" file=\"run.sh\" "
                                 "line=\"1\"><failure message=\"no\"/></testcase>"
                                 "</testsuite>' > out/new.xml; exit 1");
        m_repository->projectFile += "gates: {test: {reports: ['out/*.xml']}}\n";
        const auto outcome = runTests();
        QVERIFY(outcome);
        QCOMPARE(outcome->verdict.findings.size(), 1);
        QCOMPARE(outcome->verdict.findings[0].message, "a: no");
        QCOMPARE(outcome->verdict.findings[0].file, "run.sh");
    }

    void warningsOfAGoodBuildAreNoFindings()
    {
        m_repository->setCommand("build", "echo 'run.sh:1:1: warning: odd [-Wodd]'");
        gates::CommandGate gate(gates::CommandKind::Build, parts());
        test::LogKeeper log;
        const auto outcome = gate.check(m_repository->request(), log, {});
        QVERIFY(outcome);
        QVERIFY(outcome->kind == gates::GateOutcome::Kind::Passed);
        QCOMPARE(outcome->verdict.findings.size(), 0);
    }

    void takesTheFirstCommandThatIsSaid_data()
    {
        QTest::addColumn<QString>("step");
        QTest::addColumn<QByteArray>("project");
        QTest::addColumn<QByteArray>("makefile");
        QTest::addColumn<QString>("command");
        const QByteArray project = "commands: {build: echo project}\n";
        const QByteArray makefile = "all:\n\techo detected\n";
        QTest::newRow("planned step") << "echo step" << project << makefile << "echo step";
        QTest::newRow("project") << "" << project << makefile << "echo project";
        QTest::newRow("detected") << "" << QByteArray() << makefile << "make -j \"$(nproc)\"";
    }

    void takesTheFirstCommandThatIsSaid()
    {
        QFETCH(QString, step);
        QFETCH(QByteArray, project);
        QFETCH(QByteArray, makefile);
        m_repository->projectFile = project;
        m_repository->write("Makefile", makefile);
        m_repository->write(".tamma/project.yaml", "commands: {build: echo the agent}\n");
        gates::GateRequest request = m_repository->request();
        if (!step.isEmpty()) {
            request.settings["command"] = step;
        }
        const auto outcome = check(CommandKind::Build, request);
        QVERIFY(outcome);
        QTEST(outcome->verdict.command, "command");
        QVERIFY2(outcome->kind == Kind::Passed, qPrintable(outcome->verdict.logTail));
    }

    void aChangeCannotSwitchOffWhatJudgesIt_data()
    {
        QTest::addColumn<QByteArray>("before"); // The Makefile.
        QTest::addColumn<QByteArray>("now");
        QTest::addColumn<bool>("addsCMake");
        QTest::addColumn<bool>("passes");
        QTest::addColumn<bool>("asks");
        const QByteArray good = "all:\ntest:\n\techo tested\n";
        QTest::newRow("nothing changes") << good << good << false << true << false;
        QTest::newRow("the target is gone")
            << good << QByteArray("all:\n") << false << false << true;
        QTest::newRow("the Makefile is gone") << good << QByteArray() << false << false << true;
        QTest::newRow("another build system") << good << good << true << true << true;
        QTest::newRow("tests are new") << QByteArray("all:\n") << good << false << true << false;
        QTest::newRow("everything is new") << QByteArray() << good << false << true << false;
    }

    void aChangeCannotSwitchOffWhatJudgesIt()
    {
        QFETCH(QByteArray, before);
        QFETCH(QByteArray, now);
        QFETCH(bool, addsCMake);
        QFETCH(bool, asks);
        const auto changed = [this](const QString& path, git::ChangeKind kind) {
            m_repository->files.append(git::FileDiff{{path, path, kind, 1, 1, false}, {}, {}, {}});
        };
        if (!before.isEmpty()) {
            m_repository->base["Makefile"] = before;
        }
        if (!now.isEmpty()) {
            m_repository->write("Makefile", now);
        }
        changed("Makefile",
                now.isEmpty()          ? git::ChangeKind::Deleted
                    : before.isEmpty() ? git::ChangeKind::Added
                                       : git::ChangeKind::Modified);
        if (addsCMake) {
            m_repository->write("CMakeLists.txt", "project(x NONE)\n");
            changed("CMakeLists.txt", git::ChangeKind::Added);
        }
        const auto outcome = runTests();
        QVERIFY2(outcome, outcome ? "" : qPrintable(outcome.error().detail));
        QCOMPARE(outcome->verdict.needsPerson.isEmpty(), !asks);
        QCOMPARE_NE(outcome->kind, Kind::Skipped);
        QTEST(outcome->kind == Kind::Passed, "passes");
    }

    void saysWhyItIsSkipped_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("reason");
        QTest::newRow("unknown build system")
            << int(CommandKind::Build) << "README" << "set commands.build";
        QTest::newRow("no tests") << int(CommandKind::Test) << "Makefile"
                                  << "This make project has nothing to test";
        QTest::newRow("no CI") << int(CommandKind::Ci) << "Makefile" << "set commands.ci";
    }

    void saysWhyItIsSkipped()
    {
        QFETCH(int, kind);
        QFETCH(QString, file);
        QFETCH(QString, reason);
        m_repository->write(file, "all:\n");
        const auto outcome = check(CommandKind(kind), m_repository->request());
        QVERIFY(outcome);
        QVERIFY(outcome->kind == Kind::Skipped);
        QVERIFY2(outcome->verdict.summary.contains(reason), qPrintable(outcome->verdict.summary));
    }

    void buildsBeforeTheTestsOnlyWhatIsNotBuilt()
    {
        m_repository->projectFile = "commands: {build: 'echo b >> log', test: 'echo t >> log'}\n";
        gates::GateRequest request = m_repository->request();
        QVERIFY(check(CommandKind::Test, request)); // A fresh checkout.
        QCOMPARE(m_repository->read("log"), "b\nt\n");
        QVERIFY(check(CommandKind::Test, request));
        QCOMPARE(m_repository->read("log"), "b\nt\nt\n");
        request.commit = "commit-2"; // Not built by anybody.
        QVERIFY(check(CommandKind::Build, request));
        QVERIFY(check(CommandKind::Test, request));
        QCOMPARE(m_repository->read("log"), "b\nt\nt\nb\nt\n");
    }

    void buildsAgainWhenTheCheckoutWasMadeAnew()
    {
        m_repository->projectFile = "commands: {build: 'echo b >> log', test: 'echo t >> log'}\n";
        QVERIFY(check(CommandKind::Build, m_repository->request()));
        const QString folder = m_repository->checkout();
        QVERIFY(QDir().rename(folder, folder + ".old"));
        QVERIFY(QDir().mkpath(folder + "/.git"));
        QVERIFY(check(CommandKind::Test, m_repository->request()));
        QCOMPARE(m_repository->read("log"), "b\nt\n");
    }

    void doesNotTestWhatCannotBeBuilt()
    {
        m_repository->projectFile
            = "commands: {build: 'echo broken; exit 2', test: 'touch tested'}\n";
        const auto outcome = check(CommandKind::Test, m_repository->request());
        QVERIFY(outcome);
        QVERIFY(outcome->kind == Kind::Failed);
        QCOMPARE(outcome->verdict.exitCode, 2);
        QVERIFY(outcome->verdict.summary.startsWith("Before the tests: `echo broken"));
        QCOMPARE(m_repository->read("tested"), "(missing)");
        const auto again = check(CommandKind::Test, m_repository->request());
        QVERIFY(again && again->kind == Kind::Failed); // A failed build counts as none.
    }

    void keepsTheHomeOfARepositoryBetweenRuns()
    {
        m_repository->projectFile = "commands: {build: 'cat ~/kept; echo kept > ~/kept; test -n "
                                    "\"$CI\"'}\nenvironment: {A: b}\n";
        const auto first = check(CommandKind::Build, m_repository->request());
        QVERIFY(first && first->kind == Kind::Passed);
        QVERIFY(!first->verdict.logTail.contains("\nkept\n"));
        const auto second = check(CommandKind::Build, m_repository->request());
        QVERIFY(second && second->verdict.logTail.contains("\nkept\n"));
        QCOMPARE(second->verdict.environment["A"], "b");
        QCOMPARE(second->verdict.sandbox, "bubblewrap, seccomp, no network");
    }

    void opensTheNetworkOnlyWhenTheProjectSaysSo()
    {
        const QString interfaces = "test $(grep -c : /proc/net/dev) = 1";
        gates::GateRequest request = m_repository->request();
        request.settings["command"] = interfaces;
        QVERIFY(check(CommandKind::Ci, request)->kind == Kind::Passed);
        m_repository->projectFile = "network: true\n";
        const auto open = check(CommandKind::Ci, request);
        QCOMPARE(open->verdict.sandbox, "bubblewrap, seccomp, network");
        request.settings["network"] = "false";
        QCOMPARE(check(CommandKind::Ci, request)->verdict.sandbox,
                 "bubblewrap, seccomp, no network");
    }

    void refusesATimeoutThatIsNone_data()
    {
        QTest::addColumn<QString>("timeout");
        QTest::newRow("text") << "soon";
        QTest::newRow("zero") << "0";
        QTest::newRow("negative") << "-5";
    }

    void refusesATimeoutThatIsNone()
    {
        QFETCH(QString, timeout);
        gates::GateRequest request = m_repository->request();
        request.settings = {{"command", "true"}, {"timeoutSeconds", timeout}};
        const auto outcome = check(CommandKind::Build, request);
        QVERIFY(!outcome && outcome.error().code == errors::CONFIG_INVALID);
    }

    void streamsWhileTheCommandIsSilent()
    {
        // The command waits for a file that only the listener makes.
        m_repository->setCommand("ci", "echo up; until test -e go; do sleep 0.05; done");
        test::LogKeeper log;
        log.atFirstWords = [this] { m_repository->write("go", ""); };
        gates::CommandGate gate(CommandKind::Ci, parts());
        gates::GateRequest request = m_repository->request();
        request.settings["timeoutSeconds"] = "30";
        const auto outcome = gate.check(request, log, {});
        QVERIFY(outcome && outcome->kind == Kind::Passed);
    }

    void aCommandThatWasInterruptedIsTakenUp()
    {
        m_repository->setCommand(
            "ci", "echo x >> runs; echo up; until test -e go; do sleep 0.05; done; echo done >&2");
        gates::CommandGate gate(CommandKind::Ci, partsWithSessions());
        QCOMPARE(interrupt(gate).error().code, errors::CANCELLED);
        m_repository->write("go", "");
        test::LogKeeper log;
        const auto outcome = gate.check(m_repository->request(), log, {});
        QVERIFY2(outcome, outcome ? "" : qPrintable(outcome.error().detail));
        QVERIFY(outcome->kind == Kind::Passed);
        QCOMPARE(m_repository->read("runs"), "x\n");
        QCOMPARE(log.text, "$ sh ./run.sh\nup\ndone\n");
        // Whoever was killed before this was on record hears the same again.
        test::LogKeeper again;
        QVERIFY(gate.check(m_repository->request(), again, {}));
        QCOMPARE(again.text, log.text);
        QCOMPARE(m_repository->read("runs"), "x\n");
    }

    void whatEndedMeanwhileIsNotDoneAgain()
    {
        m_repository->setCommand(
            "ci", "echo x >> runs; echo up; until test -e go; do sleep 0.05; done; exit 3");
        gates::CommandGate gate(CommandKind::Ci, partsWithSessions());
        QCOMPARE(interrupt(gate).error().code, errors::CANCELLED);
        m_repository->write("go", "");
        const QDir sessions(m_repository->cache() + "/sessions/loop-1");
        const QString folder
            = sessions.filePath(sessions.entryList(QDir::Dirs | QDir::NoDotAndDotDot).value(0));
        QTRY_COMPARE(io::stateOf(folder).kind, io::SessionState::Kind::Ended);
        test::LogKeeper log;
        const auto outcome = gate.check(m_repository->request(), log, {});
        QVERIFY(outcome && outcome->kind == Kind::Failed);
        QCOMPARE(outcome->verdict.exitCode, 3);
        QCOMPARE(m_repository->read("runs"), "x\n");
    }

    void aRepetitionThatWasInterruptedIsTakenUpToo()
    {
        m_repository->setCommand("test",
                                 "echo x >> runs; test $(wc -l < runs) = 2 || exit 1; echo twice; "
                                 "until test -e go; do sleep 0.05; done");
        gates::CommandGate gate(CommandKind::Test, partsWithSessions());
        StopAtWord stopper("twice");
        const auto stopped = gate.check(m_repository->request(), stopper, stopper.stop.get_token());
        QCOMPARE(stopped.error().code, errors::CANCELLED);
        m_repository->write("go", "");
        test::LogKeeper log;
        const auto outcome = gate.check(m_repository->request(), log, {});
        QVERIFY2(outcome, outcome ? "" : qPrintable(outcome.error().detail));
        QVERIFY(outcome->verdict.flaky);
        QCOMPARE(m_repository->read("runs"), "x\nx\n");
    }

    void whatAKillLeftOfASessionIsRubbish()
    {
        m_repository->setCommand("ci", "echo x >> runs");
        gates::CommandGate gate(CommandKind::Ci, partsWithSessions());
        test::LogKeeper log;
        QVERIFY(gate.check(m_repository->request(), log, {}));
        const QDir sessions(m_repository->cache() + "/sessions/loop-1");
        QDir session(sessions.filePath(sessions.entryList({"gate-*"}, QDir::Dirs).value(0)));
        for (const QString& file : session.entryList(QDir::Files)) {
            QVERIFY(file == "alive" || session.remove(file)); // Killed in the middle of it.
        }
        const auto outcome = gate.check(m_repository->request(), log, {});
        QVERIFY2(outcome, outcome ? "" : qPrintable(outcome.error().detail));
        QCOMPARE(m_repository->read("runs"), "x\nx\n");
    }

    void whatMustNotRunTwiceDoesNot()
    {
        m_repository->setCommand("ci", "echo x >> runs; echo up; exec sleep 600");
        gates::CommandGate gate(CommandKind::Ci, partsWithSessions());
        QCOMPARE(interrupt(gate).error().code, errors::CANCELLED);
        const QDir sessions(m_repository->cache() + "/sessions/loop-1");
        const QString folder = sessions.filePath(sessions.entryList({"gate-*"}, QDir::Dirs).value(0));
        const io::SessionState running = io::stateOf(folder);
        QVERIFY(::syscall(SYS_pidfd_send_signal, running.supervisor.number(), SIGKILL, nullptr, 0)
                == 0);
        QTRY_COMPARE(io::stateOf(folder).kind, io::SessionState::Kind::Unknown);
        gates::GateRequest request = m_repository->request();
        request.mayRepeat = false;
        for (int i = 0; i < 2; ++i) {
            test::LogKeeper log;
            const auto outcome = gate.check(request, log, {});
            QCOMPARE(outcome.error().code, errors::PROCESS_CRASHED);
            QVERIFY(!outcome.error().retryable);
        }
        QCOMPARE(m_repository->read("runs"), "x\n");
    }

    void whatSomebodyEndedIsDoneAgain()
    {
        m_repository->setCommand("ci",
                                 "echo x >> runs; echo up; until test -e go; do sleep 0.05; done");
        gates::CommandGate gate(CommandKind::Ci, partsWithSessions());
        QCOMPARE(interrupt(gate).error().code, errors::CANCELLED);
        providers::AgentSessions(m_repository->cache() + "/sessions").endOf(LoopId("loop-1"));
        m_repository->write("go", "");
        test::LogKeeper log;
        const auto outcome = gate.check(m_repository->request(), log, {});
        QVERIFY(outcome && outcome->kind == Kind::Passed);
        QCOMPARE(m_repository->read("runs"), "x\nx\n");
    }

    void whatAPersonWantsAgainIsBegunAnew_data()
    {
        QTest::addColumn<int>("round");
        QTest::addColumn<QString>("commit");
        QTest::newRow("run again") << 1 << "commit-1";
        QTest::newRow("another commit") << 0 << "commit-2";
    }

    void whatAPersonWantsAgainIsBegunAnew()
    {
        m_repository->setCommand("ci", "echo $$ >> runs; echo up; test -e go || exec sleep 600");
        gates::CommandGate gate(CommandKind::Ci, partsWithSessions());
        QCOMPARE(interrupt(gate).error().code, errors::CANCELLED);
        m_repository->write("go", "");
        gates::GateRequest request = m_repository->request();
        QFETCH(QString, commit);
        QVERIFY(request.commit == "commit-1");
        request.commit = commit;
        QFETCH(int, round);
        request.round = round;
        test::LogKeeper log;
        const auto outcome = gate.check(request, log, {});
        QVERIFY(outcome && outcome->kind == Kind::Passed);
        QCOMPARE(m_repository->read("runs").count('\n'), 2);
        const QDir sessions(m_repository->cache() + "/sessions/loop-1");
        QCOMPARE(sessions.entryList(QDir::Dirs | QDir::NoDotAndDotDot).size(), 1);
    }

    void theTimeLimitHoldsWhileNobodyLooks()
    {
        m_repository->projectFile
            = "commands: { ci: { run: 'echo up; exec sleep 600', timeout: 1 } }\n";
        gates::CommandGate gate(CommandKind::Ci, partsWithSessions());
        QCOMPARE(interrupt(gate).error().code, errors::CANCELLED);
        test::LogKeeper log;
        const auto outcome = gate.check(m_repository->request(), log, {});
        QVERIFY(outcome && outcome->verdict.timedOut);
        QVERIFY(outcome->verdict.durationMs >= 1000);
    }

    void whoWritesTooMuchIsEndedBeforeTheDiskIsFull()
    {
        m_repository->setCommand("test", "echo x >> runs; yes");
        gates::CommandGateParts parts = partsWithSessions();
        parts.sessions.mostOutput = 1'000'000;
        gates::CommandGate gate(CommandKind::Test, parts);
        test::LogKeeper log;
        const auto outcome = gate.check(m_repository->request(), log, {});
        QVERIFY(outcome && outcome->kind == Kind::Failed);
        QVERIFY(outcome->verdict.summary.endsWith("it wrote too much"));
        QCOMPARE(m_repository->read("runs"), "x\n"); // It would do so again.
    }

    void sandboxHoldsOnThisMachine()
    {
        const auto probed = gates::probeSandbox();
        QVERIFY2(probed, probed ? "" : qPrintable(probed.error().detail));
    }

private:
    [[nodiscard]] gates::CommandGateParts parts() const
    {
        return {*m_repository, *m_repository, m_repository->cache()};
    }
    [[nodiscard]] gates::CommandGateParts partsWithSessions() const
    {
        gates::CommandGateParts parts = this->parts();
        parts.sessions = {qEnvironmentVariable("TAMMA_BINARY_DIR") + "/bin/tamma-supervisor",
                          m_repository->cache() + "/sessions"};
        return parts;
    }
    /// Runs the gate and has Tamma end at the first words of the command.
    [[nodiscard]] Result<gates::GateOutcome> interrupt(gates::CommandGate& gate) const
    {
        test::LogKeeper log;
        std::stop_source stop;
        log.atFirstWords = [&stop] { stop.request_stop(); };
        return gate.check(m_repository->request(), log, stop.get_token());
    }

    Result<gates::GateOutcome> check(CommandKind kind, const gates::GateRequest& request)
    {
        gates::CommandGate gate(kind, parts());
        test::LogKeeper log;
        return gate.check(request, log, {});
    }

    Result<gates::GateOutcome> runTests()
    {
        gates::CommandGate gate(gates::CommandKind::Test, parts());
        test::LogKeeper log;
        return gate.check(m_repository->request(), log, {});
    }

    std::unique_ptr<test::FakeRepository> m_repository;
};

QTEST_GUILESS_MAIN(TestCommandGate)
#include "tst_command_gate.moc"
