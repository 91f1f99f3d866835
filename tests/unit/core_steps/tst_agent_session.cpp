// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/steps/agent_session.h"

#include "core/workflow/step_ids.h"
#include "tests/unit/core_steps/step_fixture.h"

#include <QTest>

using namespace tamma;
using namespace tamma::tests;
using providers::AgentOutcome;
using workflow::step::RESEARCH;

class AgentSessionTest : public QObject {
    Q_OBJECT

private slots:
    void tellsTheListenerFromBeginToEnd()
    {
        StepFixture loop;
        const auto outcome = session(loop);
        QVERIFY(outcome);
        QCOMPARE(loop.listener.started.size(), 1);
        QCOMPARE(loop.listener.started.first().stepId, RESEARCH);
        QCOMPARE(loop.listener.started.first().prompt, "Do it.");
        QVERIFY(!loop.listener.started.first().recorded);
        QCOMPARE(loop.listener.entries.size(), 1);
        QCOMPARE(loop.listener.ended.size(), 1);
        QCOMPARE(loop.listener.ended.first().sessionId, loop.listener.started.first().sessionId);
        QCOMPARE(loop.listener.ended.first().outcome, "completed");
        QCOMPARE(loop.listener.ended.first().errorCode, "");
        QCOMPARE(loop.listener.ended.first().inputTokens, 10);
    }

    void everyBadEndIsAnErrorAndAnEndedSession_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("word");
        QTest::newRow("failed") << int(AgentOutcome::Kind::Failed) << "failed";
        QTest::newRow("interrupted") << int(AgentOutcome::Kind::Interrupted) << "interrupted";
        QTest::newRow("limit") << int(AgentOutcome::Kind::LimitReached) << "limitReached";
        QTest::newRow("refused") << int(AgentOutcome::Kind::Refused) << "refused";
    }

    void everyBadEndIsAnErrorAndAnEndedSession()
    {
        QFETCH(int, kind);
        QFETCH(QString, word);
        StepFixture loop;
        loop.provider.act = [kind](const auto&) -> Result<AgentOutcome> {
            return AgentOutcome{.kind = AgentOutcome::Kind(kind),
                                .error = {errors::PROVIDER_STALLED, "still", {}, true}};
        };
        const auto outcome = session(loop);
        QVERIFY(!outcome);
        QCOMPARE(outcome.error().code, errors::PROVIDER_STALLED);
        QVERIFY(outcome.error().retryable);
        QCOMPARE(loop.listener.ended.first().outcome, word);
        QCOMPARE(loop.listener.ended.first().errorCode, "PROVIDER_STALLED");
    }

    void aSessionThatCouldNotBeginEndsToo()
    {
        StepFixture loop;
        loop.provider.act = [](const auto&) -> Result<AgentOutcome> {
            return failure(errors::PROVIDER_NOT_INSTALLED, "no program");
        };
        QCOMPARE(session(loop).error().code, errors::PROVIDER_NOT_INSTALLED);
        QCOMPARE(loop.listener.ended.size(), 1);
        QCOMPARE(loop.listener.ended.first().detail, "no program");
    }

    void aStopIsCancelledEvenWhenTheAgentSaysItIsDone()
    {
        StepFixture loop;
        loop.stop.request_stop();
        QCOMPARE(session(loop).error().code, errors::CANCELLED);
        QCOMPARE(loop.listener.ended.size(), 1);
    }

    void saysWhichProviderIsMissing()
    {
        StepFixture loop;
        loop.state.start.provider = "llama:big";
        const auto outcome = session(loop);
        QCOMPARE(outcome.error().code, errors::PROVIDER_NOT_INSTALLED);
        QVERIFY(outcome.error().detail.contains("llama"));
        QVERIFY(loop.listener.started.isEmpty());
    }

    void thePlanDecidesAboutProviderRecordingModelAndTime()
    {
        StepFixture loop;
        loop.state.start.provider = "somebody-else";
        auto& settings = loop.state.start.plan[loop.state.indexOf(RESEARCH)].settings;
        settings
            = {{"provider", "scripted:my/own.json"}, {"model", "m2"}, {"timeoutSeconds", "90"}};
        QVERIFY(session(loop));
        const auto task = loop.provider.tasks.first();
        QCOMPARE(task.recording, "my/own.json");
        QCOMPARE(task.model, "m2");
        QVERIFY(task.limits.wall == std::chrono::seconds(90));
        QCOMPARE(task.attempt, 4);
        QCOMPARE(task.loopId, loop.state.start.loopId);
    }

private:
    static Result<AgentOutcome> session(StepFixture& loop)
    {
        return steps::runSession(loop.services,
                                 {loop.state, 1, loop.listener, loop.stop.get_token()},
                                 {RESEARCH, 4, providers::Purpose::Structured, "Do it.", "/", {}});
    }
};

QTEST_GUILESS_MAIN(AgentSessionTest)
#include "tst_agent_session.moc"
