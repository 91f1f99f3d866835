// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gates/builtin_gates.h"
#include "tests/contract/gate/gate_fixture.h"

#include <QCryptographicHash>
#include <QTest>
#include <QUuid>

using namespace tamma;
using Kind = gates::GateOutcome::Kind;

namespace {

int processesWith(const QByteArray& token)
{
    int count = 0;
    const QStringList names = QDir("/proc").entryList(QDir::Dirs);
    for (const QString& name : names) {
        QFile file("/proc/" + name + "/cmdline");
        if (name[0].isDigit() && file.open(QIODevice::ReadOnly)) {
            count += file.readAll().contains(token) ? 1 : 0;
        }
    }
    return count;
}

QByteArray uniqueDuration()
{
    return "97531." + QByteArray::number(QUuid::createUuid().data1);
}

qint64 peakMemoryKiB()
{
    QFile status("/proc/self/status");
    if (!status.open(QIODevice::ReadOnly)) {
        return -1;
    }
    for (const QByteArray& line : status.readAll().split('\n')) {
        if (line.startsWith("VmHWM:")) {
            return line.mid(6).trimmed().split(' ').first().toLongLong();
        }
    }
    return -1;
}

const QByteArray OUTLIVES = "outlives Tamma";

// Not written in one piece, so that no scan of this repository stumbles over it.
const QString SECRET = QString("AKIA") + "Q3EGRZ7N5PLM2VTX";

} // namespace

/// What every built-in gate promises, and what those that run a command promise besides.
class TestGateContract : public QObject {
    Q_OBJECT

private slots:
    void hasAnIdOfItsOwn()
    {
        QStringList ids;
        test::FakeRepository repository;
        for (const auto& gate : gates::builtinGates({repository, repository, repository.cache()})) {
            ids.append(gate->id().text());
        }
        QCOMPARE(ids, (QStringList{"build", "test", "quality", "tamper", "security", "ci"}));
    }

    void passesWhatIsGood_data() { everyGate(); }
    void passesWhatIsGood()
    {
        setCommand("echo all is well");
        const auto outcome = check();
        QVERIFY2(outcome, outcome ? "" : qPrintable(outcome.error().detail));
        QVERIFY2(outcome->kind == Kind::Passed, qPrintable(outcome->verdict.logTail));
        const events::Verdict& verdict = outcome->verdict;
        QCOMPARE(verdict.gateId, m_gate->id());
        QCOMPARE(verdict.stepId, m_repository->request().stepId);
        QCOMPARE(verdict.attempt, 2);
        QCOMPARE(verdict.commit, "commit-1");
        QCOMPARE(verdict.exitCode, 0);
        QCOMPARE(verdict.logHash.size(), 64);
        QVERIFY(!verdict.summary.isEmpty() && !verdict.sandbox.isEmpty());
        QCOMPARE(m_log.text, verdict.logTail);
    }

    void failsWhatIsBad_data() { everyGate(); }
    void failsWhatIsBad()
    {
        if (m_gate->id() == GateId("tamper")) {
            return; // It asks a person instead: tst_tamper_gate.
        }
        setCommand("echo something is wrong; exit 3");
        m_repository->lines.append({"src/keys.c", 7, "key = \"" + SECRET + "\""});
        const auto outcome = check();
        QVERIFY(outcome);
        QVERIFY(outcome->kind == Kind::Failed);
        QVERIFY(outcome->verdict.exitCode != 0);
        QVERIFY(!outcome->verdict.logTail.isEmpty());
        QVERIFY(!outcome->verdict.timedOut);
    }

    void saysTheSameAgain_data() { everyGate(); }
    void saysTheSameAgain()
    {
        setCommand("echo once more; exit 1");
        m_repository->lines.append({"src/keys.c", 7, "key = \"" + SECRET + "\""});
        const auto first = check();
        const auto second = check();
        QVERIFY(first && second);
        QVERIFY(first->kind == second->kind);
        QCOMPARE(first->verdict.exitCode, second->verdict.exitCode);
        QCOMPARE(first->verdict.findings, second->verdict.findings);
    }

    void isSkippedWithAReasonWhenThereIsNothingToDo_data() { everyGate(); }
    void isSkippedWithAReasonWhenThereIsNothingToDo()
    {
        m_repository->lines.clear();
        const auto outcome = check();
        QVERIFY(outcome);
        QVERIFY(outcome->kind == Kind::Skipped);
        QVERIFY(!outcome->verdict.summary.isEmpty());
        QCOMPARE(m_log.text, "");
    }

    void stopsWhenItIsTold_data() { everyGate(); }
    void stopsWhenItIsTold()
    {
        setCommand("sleep 1000");
        std::stop_source source;
        source.request_stop();
        const auto outcome = m_gate->check(m_repository->request(), m_log, source.get_token());
        QVERIFY(!outcome);
        QVERIFY(outcome.error().code == errors::CANCELLED);
    }

    void passesErrorsOfTheRepositoryOn_data() { everyGate(); }
    void passesErrorsOfTheRepositoryOn()
    {
        m_repository->readError = {errors::GIT_FAILED, "broken object"};
        const auto outcome = check();
        QVERIFY(!outcome);
        QVERIFY(outcome.error().code == errors::GIT_FAILED);
    }

    void refusesABrokenProjectFile_data() { everyGate(); }
    void refusesABrokenProjectFile()
    {
        m_repository->projectFile = "comands: {}\n";
        const auto outcome = check();
        QVERIFY(!outcome);
        QVERIFY(outcome.error().code == errors::CONFIG_INVALID);
        QVERIFY(outcome.error().detail.contains("write \"commands\""));
    }

    void reportsHowACommandEnded_data()
    {
        everyCommandGateAndOneThatOutlivesTamma(
            {{"exit code", "exit 42"},
             {"missing program", "no-such-program-at-all"},
             {"not executable", "touch file; ./file"},
             {"killed by a signal", "kill -KILL $$"},
             {"kills everything it can", "kill -9 -1; sleep 1000"},
             {"script with an error", "if then"},
             {"closes its streams", "exec 1>&- 2>&-; exit 5"}});
    }
    void reportsHowACommandEnded()
    {
        QFETCH(QByteArray, script);
        setCommand(script);
        const auto outcome = check();
        QVERIFY2(outcome, outcome ? "" : qPrintable(outcome.error().detail));
        QVERIFY(outcome->kind == Kind::Failed);
        QVERIFY(outcome->verdict.exitCode > 0);
        QVERIFY(outcome->verdict.summary.contains(QString::number(outcome->verdict.exitCode)));
    }

    void endsACommandAtItsTimeLimit_data()
    {
        everyCommandGateAndOneThatOutlivesTamma(
            {{"sleeps", "exec sleep %1"},
             {"ignores signals", "trap '' TERM INT HUP; sleep %1; sleep %1"},
             {"leaves daemons", "env -i setsid -f sleep %1; sleep %1"},
             {"writes all the time", "sleep %1 & while :; do echo busy; done"}});
    }
    void endsACommandAtItsTimeLimit()
    {
        QFETCH(QByteArray, script);
        const QByteArray token = uniqueDuration();
        setCommand(script.replace("%1", token));
        gates::GateRequest request = m_repository->request();
        request.settings["timeoutSeconds"] = "1";
        const auto outcome = m_gate->check(request, m_log, {});
        QVERIFY(outcome);
        QVERIFY(outcome->kind == Kind::Failed);
        QVERIFY(outcome->verdict.timedOut);
        QVERIFY(outcome->verdict.durationMs >= 1000);
        QVERIFY(outcome->verdict.summary.contains("time limit"));
        QCOMPARE(processesWith(token), 0);
    }

    void leavesNoProcessWhenItIsStopped_data()
    {
        everyCommandGate({{"in the foreground", "echo up; exec sleep %1"},
                          {"with daemons", "env -i setsid -f sleep %1; echo up; sleep %1"}});
    }
    void leavesNoProcessWhenItIsStopped()
    {
        QFETCH(QByteArray, script);
        const QByteArray token = uniqueDuration();
        setCommand(script.replace("%1", token));
        std::stop_source source;
        int running = 0;
        m_log.atFirstWords = [&] {
            running = processesWith(token);
            source.request_stop();
        };
        const auto outcome = m_gate->check(m_repository->request(), m_log, source.get_token());
        QVERIFY(!outcome);
        QVERIFY(outcome.error().code == errors::CANCELLED);
        QVERIFY(running > 0);
        QCOMPARE(processesWith(token), 0);
    }

    void survivesAnyOutput_data()
    {
        everyCommandGateAndOneThatOutlivesTamma(
            {{"200 MB", "head -c 209715200 /dev/zero | tr '\\0' 'x'"},
             {"many lines", "yes 'a line of a log' | head -c 20971520"},
             {"many zero bytes", "head -c 20971520 /dev/zero"},
             {"no line break at all", "printf 'no end of line'"},
             {"random bytes", "head -c 3000000 /dev/urandom"},
             {"an escape that never ends", "printf '\\033]0;'; yes | head -c 3000000"}});
    }
    void survivesAnyOutput()
    {
        QFETCH(QByteArray, script);
        setCommand(script);
        [[maybe_unused]] const qint64 before = peakMemoryKiB();
        const auto outcome = check();
        QVERIFY2(outcome, outcome ? "" : qPrintable(outcome.error().detail));
        QVERIFY(outcome->kind == Kind::Passed);
        QVERIFY(outcome->verdict.logTail.toUtf8().size() <= 16 * 1024);
        QVERIFY(outcome->verdict.logTail.count('\n') <= 200);
        QVERIFY(m_log.size < 2 * 1024 * 1024);
        QVERIFY(!m_log.text.contains(QChar(0x1b)) && !m_log.text.contains(QChar(0)));
#ifndef __SANITIZE_ADDRESS__
        QVERIFY2(peakMemoryKiB() - before < 24 * 1024, qPrintable(QString::number(before)));
#endif
    }

    void hashesTheWholeLog_data()
    {
        everyCommandGateAndOneThatOutlivesTamma({{"many lines", "seq 300000"}});
    }
    void hashesTheWholeLog()
    {
        setCommand("seq 300000");
        QByteArray log = "$ sh ./run.sh\n";
        for (int i = 1; i <= 300'000; ++i) {
            log += QByteArray::number(i) + '\n';
        }
        const auto outcome = check();
        QVERIFY(outcome);
        QCOMPARE(outcome->verdict.logHash.toLatin1(),
                 QCryptographicHash::hash(log, QCryptographicHash::Sha256).toHex());
        QVERIFY(outcome->verdict.logTail.startsWith("299801\n"));
        QVERIFY(outcome->verdict.logTail.endsWith("\n300000\n"));
    }

    void neverRunsACommandWithoutTheSandbox_data()
    {
        everyCommandGateAndOneThatOutlivesTamma({{"harmless", "true"}});
    }
    void neverRunsACommandWithoutTheSandbox()
    {
        setCommand("touch it-ran");
        const QByteArray path = qgetenv("PATH");
        qputenv("PATH", "/no/such/folder");
        const auto outcome = check();
        qputenv("PATH", path);
        QVERIFY(!outcome);
        QVERIFY(outcome.error().code == errors::SANDBOX_UNAVAILABLE);
        QCOMPARE(m_repository->read("it-ran"), "(missing)");
    }

    void init()
    {
        m_repository = std::make_unique<test::FakeRepository>();
        takeGateOfTheRow();
    }

    void cleanup()
    {
        m_gate.reset();
        m_repository.reset();
        m_log = {};
    }

private:
    static void everyGate()
    {
        QTest::addColumn<QString>("gate");
        test::FakeRepository repository;
        for (const auto& gate : gates::builtinGates({repository, repository, repository.cache()})) {
            QTest::newRow(qPrintable(gate->id().text())) << gate->id().text();
        }
    }

    static void everyCommandGate(const QList<std::pair<QByteArray, QByteArray>>& situations)
    {
        QTest::addColumn<QString>("gate");
        QTest::addColumn<QByteArray>("script");
        for (const char* gate : {"build", "test", "ci"}) {
            for (const auto& [name, script] : situations) {
                QTest::addRow("%s: %s", gate, name.constData()) << QString(gate) << script;
            }
        }
    }
    static void everyCommandGateAndOneThatOutlivesTamma(
        const QList<std::pair<QByteArray, QByteArray>>& situations)
    {
        everyCommandGate(situations);
        for (const auto& [name, script] : situations) {
            QTest::addRow("%s: %s", OUTLIVES.constData(), name.constData())
                << QString("ci") << script;
        }
    }

    // Takes the gate of the data row, if the test has one.
    void takeGateOfTheRow()
    {
        if (QTest::currentDataTag() == nullptr) {
            return;
        }
        QFETCH(QString, gate);
        gates::GateParts parts{*m_repository, *m_repository, m_repository->cache()};
        if (QByteArrayView(QTest::currentDataTag()).startsWith(OUTLIVES)) {
            parts.sessions = {qEnvironmentVariable("TAMMA_BINARY_DIR") + "/bin/tamma-supervisor",
                              m_repository->cache() + "/sessions"};
        }
        auto all = gates::builtinGates(parts);
        for (auto& candidate : all) {
            if (candidate->id().text() == gate) {
                m_gate = std::move(candidate);
            }
        }
        QVERIFY(m_gate);
    }

    // Some gates run none, and do not read it.
    void setCommand(const QByteArray& script)
    {
        const QString kind = m_gate->id().text();
        const bool runsNone = kind == "security" || kind == "tamper";
        m_repository->setCommand(runsNone || kind == "quality" ? "build" : kind, script);
        if (kind == "quality") {
            m_repository->projectFile += "gates: {quality: {command: 'sh ./run.sh'}}\n";
        }
    }

    Result<gates::GateOutcome> check() { return m_gate->check(m_repository->request(), m_log, {}); }

    std::unique_ptr<test::FakeRepository> m_repository;
    std::unique_ptr<gates::Gate> m_gate;
    test::LogKeeper m_log;
};

QTEST_GUILESS_MAIN(TestGateContract)
#include "tst_gate_contract.moc"
