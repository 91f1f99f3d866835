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
        loop.provider.act = [&loop](const auto& task) {
            loop.stop.request_stop();
            return agreeableAgent(task);
        };
        QCOMPARE(session(loop).error().code, errors::CANCELLED);
        QCOMPARE(loop.listener.ended.size(), 1);
    }

    void nobodyBeginsAfterAStop()
    {
        StepFixture loop;
        loop.stop.request_stop();
        QCOMPARE(session(loop).error().code, errors::CANCELLED);
        QVERIFY(loop.listener.started.isEmpty());
        QVERIFY(loop.provider.tasks.isEmpty());
    }

    void takesUpTheSessionThatGoesOn()
    {
        StepFixture loop;
        begin(loop, "old", 4);
        loop.provider.words = {"one", "two", "three"};
        loop.provider.goingOn = {SessionId("old")};
        loop.store(events::TranscriptAppended{
            loop.state.start.loopId, SessionId("old"), {{"text", "one"}, {"text", "two"}}});
        QVERIFY(session(loop));
        QVERIFY(loop.listener.started.isEmpty());
        QCOMPARE(loop.listener.entries.size(), 1);
        QCOMPARE(loop.listener.entries.first().text, "three");
        QCOMPARE(loop.listener.ended.size(), 1);
        QCOMPARE(loop.listener.ended.first().sessionId, SessionId("old"));
        QCOMPARE(loop.listener.ended.first().outcome, "completed");
        QCOMPARE(loop.provider.tasks.first().sessionId, SessionId("old"));
    }

    void saysThatASessionEndedWithTamma_data()
    {
        QTest::addColumn<int>("turn");
        QTest::addColumn<bool>("goesOn");
        QTest::addColumn<bool>("rerun");
        QTest::newRow("nobody keeps it") << 4 << false << false;
        QTest::newRow("it is of another turn") << 3 << true << false;
        QTest::newRow("a person wanted it again since") << 4 << true << true;
    }

    void saysThatASessionEndedWithTamma()
    {
        QFETCH(const int, turn);
        QFETCH(const bool, goesOn);
        StepFixture loop;
        begin(loop, "old", turn);
        QFETCH(const bool, rerun);
        if (rerun) {
            loop.store(events::StepRerunRequested{loop.state.start.loopId, RESEARCH, "ada"});
        }
        loop.provider.goingOn = goesOn ? QList{SessionId("old")} : QList<SessionId>();
        QVERIFY(session(loop));
        QCOMPARE(loop.listener.started.size(), 1);
        const SessionId fresh = loop.listener.started.first().sessionId;
        QVERIFY(fresh != SessionId("old"));
        QCOMPARE(loop.listener.started.first().turn, 4);
        QCOMPARE(loop.listener.entries.size(), 1);
        QCOMPARE(loop.listener.ended.size(), 2);
        QCOMPARE(loop.listener.ended.first().sessionId, SessionId("old"));
        QCOMPARE(loop.listener.ended.first().outcome, "interrupted");
        QCOMPARE(loop.listener.ended.last().sessionId, fresh);
    }

    void leavesSessionsAloneThatAreNotItsOwn_data()
    {
        QTest::addColumn<QString>("step");
        QTest::addColumn<bool>("isEnded");
        QTest::newRow("of another step") << "CODE_REVIEW" << false;
        QTest::newRow("one that ended") << RESEARCH.text() << true;
    }

    void leavesSessionsAloneThatAreNotItsOwn()
    {
        QFETCH(const QString, step);
        QFETCH(const bool, isEnded);
        StepFixture loop;
        begin(loop, "old", 4, StepId(step));
        if (isEnded) {
            loop.store(events::AgentSessionEnded{loop.state.start.loopId, SessionId("old")});
        }
        loop.provider.goingOn = {SessionId("old")};
        QVERIFY(session(loop));
        QCOMPARE(loop.listener.started.size(), 1);
        QCOMPARE(loop.listener.ended.size(), 1);
    }

    void aSessionThatGoesOnWithoutTammaDoesNotEnd()
    {
        StepFixture loop;
        loop.provider.act = [&loop](const auto&) -> Result<AgentOutcome> {
            loop.stop.request_stop();
            return failure(errors::CANCELLED, "It works on.");
        };
        QCOMPARE(session(loop).error().code, errors::CANCELLED);
        QCOMPARE(loop.listener.started.size(), 1);
        QVERIFY(loop.listener.ended.isEmpty());
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
    static void begin(StepFixture& loop, const char* id, int turn, const StepId& step = RESEARCH)
    {
        loop.store(events::AgentSessionStarted{
            loop.state.start.loopId, step, SessionId(id), "scripted", {}, false, "Do it.", turn});
    }

    static Result<AgentOutcome> session(StepFixture& loop)
    {
        return steps::runSession(loop.services,
                                 {loop.state, 1, loop.listener, loop.stop.get_token()},
                                 {RESEARCH, 4, providers::Purpose::Structured, "Do it.", "/", {}});
    }
};

QTEST_GUILESS_MAIN(AgentSessionTest)
#include "tst_agent_session.moc"
