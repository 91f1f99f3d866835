// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/supervised/supervised_process.h"
#include "core/providers/agent_sessions.h"

#include <QDir>
#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>

using namespace tamma;
using namespace std::chrono_literals;

class TestAgentSessions : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        m_root = std::make_unique<QTemporaryDir>();
        m_sessions = std::make_unique<providers::AgentSessions>(m_root->filePath("sessions"));
    }

    void cleanup()
    {
        m_sessions->tidy([](const LoopId&) { return true; }, 0s);
    }

    void endsEverySessionOfOneLoopAtOnce()
    {
        const QString deaf = "trap '' TERM; while :; do sleep 1000; done";
        for (const char* session : {"1", "2", "3", "4"}) {
            begin(task("loop", "CODE", session), deaf);
        }
        begin(task("other", "CODE", "5"), "exec sleep 1000");
        QCOMPARE(m_sessions->running(), 5);
        QElapsedTimer elapsed;
        elapsed.start();
        m_sessions->endOf(LoopId("loop"));
        QVERIFY2(elapsed.elapsed() < 5000, qPrintable(QString::number(elapsed.elapsed())));
        QCOMPARE(m_sessions->running(), 1);
        const auto state = io::stateOf(m_sessions->folderOf(task("loop", "CODE", "1")));
        QCOMPARE(state.end->cause, providers::ASKED_TO_END);
        m_sessions->endOf(LoopId("loop")); // Nothing is left to do.
        m_sessions->endOf(LoopId("unheard of"));
    }

    void knowsItsSessionsAndEndsOthersOfTheSameStep()
    {
        const auto first = task("loop", "CODE", "1");
        QVERIFY(!m_sessions->has(first));
        begin(first, "exec sleep 1000");
        begin(task("loop", "ANSWER", "2"), "exec sleep 1000");
        QVERIFY(m_sessions->has(first));
        m_sessions->endOthers(first);
        QCOMPARE(m_sessions->running(), 2);
        m_sessions->endOthers(task("loop", "CODE", "3"));
        QCOMPARE(m_sessions->running(), 1);
        QVERIFY(m_sessions->has(first)); // It ended, and is kept.
    }

    void tidiesOnlyLoopsThatAreOver()
    {
        begin(task("over", "CODE", "1"), "exec sleep 1000");
        begin(task("going", "CODE", "2"), "exec sleep 1000");
        const auto isOver = [](const LoopId& loop) { return loop == LoopId("over"); };
        m_sessions->tidy(isOver, 24h);
        QCOMPARE(m_sessions->running(), 1);
        QVERIFY(m_sessions->has(task("over", "CODE", "1"))); // Still to be looked at.
        m_sessions->tidy(isOver, -1s);
        QVERIFY(!QDir(m_root->filePath("sessions/over")).exists());
        QVERIFY(m_sessions->has(task("going", "CODE", "2")));
    }

private:
    static providers::AgentTask task(const char* loop, const char* step, const char* session)
    {
        return {.sessionId = SessionId(session), .loopId = LoopId(loop), .stepId = StepId(step)};
    }

    void begin(const providers::AgentTask& task, const QString& script)
    {
        io::SessionOrder order;
        order.process.program = "/bin/sh";
        order.process.arguments = {"-c", script};
        order.process.environment = {{"PATH", "/usr/bin:/bin"}};
        order.process.grace = 500ms;
        order.farewell = "go\n";
        const QString supervisor
            = qEnvironmentVariable("TAMMA_BINARY_DIR") + "/bin/tamma-supervisor";
        const auto begun
            = io::SupervisedProcess::start({supervisor, m_sessions->folderOf(task)}, order);
        QVERIFY2(begun, begun ? "" : qPrintable(begun.error().detail));
    }

    std::unique_ptr<QTemporaryDir> m_root;
    std::unique_ptr<providers::AgentSessions> m_sessions;
};

QTEST_GUILESS_MAIN(TestAgentSessions)
#include "tst_agent_sessions.moc"
