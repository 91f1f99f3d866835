// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/loop_runner.h"

#include "core/events/catalog.h"
#include "core/events/memory_event_store.h"
#include "core/workflow/standard_workflow.h"
#include "tests/support/scripted_steps.h"

#include <QTest>

using namespace tamma;
using namespace tamma::engine;
using namespace tamma::events;
using namespace tamma::workflow;
using steps::StepOutcome;
using namespace Qt::StringLiterals;

class TestLoopRunner : public QObject {
    Q_OBJECT

    struct House {
        MemoryEventStore store;
        SystemClock clock;
        UuidV7Source ids;
        Recorder recorder{store, clock, ids};
        test::ScriptedSteps steps;
        LoopRunner runner{store, recorder, ids, clock,
                          [this](const StepId& id) { return steps.step(id); }};
        LoopId loop{u"loop-1"_s};
        store::FencedLease lease{{.name = u"loop:loop-1"_s, .generation = 7}, {}};

        House()
        {
            LoopStarted start;
            start.loopId = loop;
            start.issueId = IssueId(u"issue-1"_s);
            start.plan = standardPlan({});
            append(start);
        }
        void append(const Payload& payload)
        {
            QVERIFY(recorder.append({payload}, {{tag::LOOP, loop.text()}}, {u"test"_s}));
        }
        LandTrain train{[this](const LoopId& id) { woken.append(id); }};
        QList<LoopId> woken;
        LoopRunner::Rest rest(std::stop_token stop = {})
        {
            return runner.run(loop, {lease, [this] { return train.board(u"main"_s, loop); }},
                              std::move(stop));
        }
        LoopRunner::Ending run(std::stop_token stop = {}) { return rest(std::move(stop)).ending; }
        QStringList types() const
        {
            QStringList names;
            const auto stored = store.read(EventQuery::everything());
            for (const StoredEvent& one : *stored) {
                names.append(catalog::typeName(one.event.payload));
            }
            return names;
        }
    };

    static StepOutcome gateFails(const LoopState& state)
    {
        Verdict verdict;
        verdict.gateId = GateId(u"test"_s);
        verdict.stepId = step::TEST_VALIDATION;
        return StepOutcome::failed({errors::GATE_FAILED, u"2 tests failed"_s},
                                   {GateFailed{state.start.loopId, verdict}});
    }

    static StepOutcome asks(const LoopState& state, const QString& kind)
    {
        ApprovalRequested request;
        request.approvalId = ApprovalId(u"approval-1"_s);
        request.loopId = state.start.loopId;
        request.stepId = step::APPROVAL_GATE;
        request.kind = kind;
        return StepOutcome::waits({request});
    }

private slots:
    void loopRunsEveryStepOnceAndEnds()
    {
        House house;
        QCOMPARE(house.run(), LoopRunner::Ending::Over);
        for (const PlannedStep& planned : standardPlan({})) {
            QCOMPARE(house.steps.runs(planned.id), 1);
        }
        QCOMPARE(house.types().count(u"WORKFLOW.STEP_STARTED"_s), 14);
        QCOMPARE(house.types().count(u"WORKFLOW.STEP_COMPLETED"_s), 14);
        QCOMPARE(house.types().last(), u"WORKFLOW.COMPLETED"_s);
        QCOMPARE(house.run(), LoopRunner::Ending::Over);
        QCOMPARE(house.types().count(u"WORKFLOW.COMPLETED"_s), 1);
    }

    void mergesAfterTheLoopThatMergesNow()
    {
        House house;
        auto other = house.train.board(u"main"_s, LoopId(u"loop-2"_s));
        QCOMPARE(house.run(), LoopRunner::Ending::Parked);
        QCOMPARE(house.run(), LoopRunner::Ending::Parked); // Somebody woke it for nothing.
        QCOMPARE(house.steps.runs(step::MERGE), 0);
        QCOMPARE(house.types().last(), u"WORKFLOW.STEP_WAITING"_s);
        QCOMPARE(house.types().count(u"WORKFLOW.STEP_WAITING"_s), 1);
        QVERIFY(house.woken.isEmpty());
        other.reset();
        QCOMPARE(house.woken, {house.loop});
        QCOMPARE(house.run(), LoopRunner::Ending::Over);
        QCOMPARE(house.steps.runs(step::MERGE), 1);
    }

    void startIsRecordedBeforeTheEffect()
    {
        House house;
        QStringList seen;
        house.steps.script(step::RESEARCH, [&](const LoopState&, int, auto&, const auto&) {
            seen = house.types();
            return StepOutcome::completed({});
        });
        house.run();
        QCOMPARE(seen.last(), u"WORKFLOW.STEP_STARTED"_s);
    }

    void failedGateRunsTheAgentAgain()
    {
        House house;
        house.steps.script(
            step::TEST_VALIDATION, [](const LoopState& state, int attempt, auto&, const auto&) {
                return attempt == 1 ? gateFails(state) : StepOutcome::completed(u"9 tests pass"_s);
            });
        QString feedback;
        house.steps.script(step::CODE_GENERATION,
                           [&](const LoopState& state, int attempt, auto&, const auto&) {
                               if (attempt == 2) {
                                   feedback = state.feedback.value(0).source;
                               }
                               return StepOutcome::completed({});
                           });
        QCOMPARE(house.run(), LoopRunner::Ending::Over);
        QCOMPARE(house.steps.runs(step::CODE_GENERATION), 2);
        QCOMPARE(house.steps.runs(step::BUILD_VALIDATION), 2);
        QCOMPARE(house.steps.runs(step::RESEARCH), 1);
        QCOMPARE(feedback, u"gate:test"_s);
    }

    void overdueApprovalIsEscalatedOnceAndStaysOpen()
    {
        House house;
        house.steps.script(step::APPROVAL_GATE,
                           [](const LoopState& state, int, auto&, const auto&) {
                               StepOutcome outcome = asks(state, u"merge"_s);
                               std::get<ApprovalRequested>(outcome.payloads.last()).dueAfterMs = 1;
                               return outcome;
                           });
        const auto isEscalated = [&] { return house.types().contains(u"APPROVAL.ESCALATED"_s); };
        QTRY_VERIFY(house.run() == LoopRunner::Ending::Parked && isEscalated());
        for (int restart = 0; restart < 3; ++restart) {
            QCOMPARE(house.run(), LoopRunner::Ending::Parked);
        }
        QCOMPARE(house.types().count(u"APPROVAL.ESCALATED"_s), 1);
        QVERIFY(!house.types().contains(u"APPROVAL.GRANTED"_s)); // Time approves nothing.
        QVERIFY(!house.types().contains(u"WORKFLOW.COMPLETED"_s));
        house.append(ApprovalGranted{ApprovalId(u"approval-1"_s), house.loop, u"mia"_s, {}, {}});
        house.steps.script(step::APPROVAL_GATE, [](const LoopState&, int, auto&, const auto&) {
            return StepOutcome::completed({});
        });
        QCOMPARE(house.run(), LoopRunner::Ending::Over);
    }

    void overdueApprovalIsEscalatedByOneOfManyHosts()
    {
        House house;
        ApprovalRequested request;
        request.approvalId = ApprovalId(u"approval-1"_s);
        request.loopId = house.loop;
        request.kind = u"merge"_s;
        request.dueAfterMs = 1;
        request.escalateTo = u"ana"_s;
        house.append(request);
        const auto runEverywhere = [&house] {
            std::vector<std::jthread> hosts;
            for (int i = 0; i < 8; ++i) {
                hosts.emplace_back([&house] { house.run(); });
            }
        };
        const auto isEscalated = [&] {
            runEverywhere();
            return house.types().contains(u"APPROVAL.ESCALATED"_s);
        };
        QTRY_VERIFY(isEscalated()); // As soon as it is overdue.
        runEverywhere();
        QCOMPARE(house.types().count(u"APPROVAL.ESCALATED"_s), 1);
        const auto stored = house.store.read(EventQuery::everything());
        QCOMPARE(std::get<ApprovalEscalated>(stored->last().event.payload).to, u"ana"_s);
    }

    void thirdFailureParksTheLoopWithAnEscalation()
    {
        House house;
        house.steps.script(
            step::TEST_VALIDATION,
            [](const LoopState& state, int, auto&, const auto&) { return gateFails(state); });
        QCOMPARE(house.run(), LoopRunner::Ending::Parked);
        QCOMPARE(house.steps.runs(step::CODE_GENERATION), 3);
        const auto stored = house.store.read(EventQuery::everything());
        const auto request = std::get<ApprovalRequested>(stored->last().event.payload);
        QCOMPARE(request.kind, u"escalation"_s);
        QVERIFY(request.question.contains(u"Validate tests"_s));
        house.append(ApprovalRejected{request.approvalId, house.loop, u"mia"_s, {}});
        QCOMPARE(house.run(), LoopRunner::Ending::Over);
        QCOMPARE(house.types().last(), u"WORKFLOW.FAILED"_s);
    }

    void approvalParksAndItsAnswerGoesOnInTheSameStart()
    {
        House house;
        house.steps.script(step::APPROVAL_GATE,
                           [](const LoopState& state, int, auto&, const auto&) {
                               return state.mergeApproval ? StepOutcome::completed(u"approved"_s)
                                                          : asks(state, u"merge"_s);
                           });
        QCOMPARE(house.run(), LoopRunner::Ending::Parked);
        QCOMPARE(house.run(), LoopRunner::Ending::Parked);
        QCOMPARE(house.steps.runs(step::APPROVAL_GATE), 1);
        house.append(ApprovalGranted{ApprovalId(u"approval-1"_s), house.loop, u"mia"_s, {}, {}});
        QCOMPARE(house.run(), LoopRunner::Ending::Over);
        QCOMPARE(house.types().count(u"WORKFLOW.STEP_STARTED"_s), 14);
    }

    void stopLeavesTheStepOpenAndTheNextRunStartsItAgain()
    {
        House house;
        std::stop_source source;
        house.steps.script(step::RESEARCH, [&](const LoopState&, int attempt, auto&, const auto&) {
            if (attempt == 1) {
                source.request_stop();
                return StepOutcome::failed({errors::CANCELLED});
            }
            return StepOutcome::completed({});
        });
        QCOMPARE(house.run(source.get_token()), LoopRunner::Ending::Stopped);
        QVERIFY(!house.types().contains(u"WORKFLOW.STEP_FAILED"_s));
        QCOMPARE(house.run(), LoopRunner::Ending::Over);
        QCOMPARE(house.steps.runs(step::RESEARCH), 2);
    }

    void cancelDuringAStepEndsTheLoopWithoutItsResult()
    {
        House house;
        house.steps.script(step::RESEARCH, [&](const LoopState&, int, auto&, const auto&) {
            house.append(LoopCancelled{house.loop, u"mia"_s, u"wrong issue"_s});
            return StepOutcome::completed(u"too late"_s);
        });
        QCOMPARE(house.run(), LoopRunner::Ending::Over);
        QCOMPARE(house.types().last(), u"WORKFLOW.CANCELLED"_s);
        QCOMPARE(house.steps.runs(step::AMBIGUITY_CHECK), 0);
    }

    void whatWasMergedIsOnRecordWhoeverCancelsMeanwhile_data()
    {
        QTest::addColumn<bool>("cancels");
        QTest::newRow("cancelled") << true;
        QTest::newRow("wanted again from an earlier step") << false;
    }

    void whatWasMergedIsOnRecordWhoeverCancelsMeanwhile()
    {
        QFETCH(bool, cancels);
        House house;
        house.steps.script(step::MERGE, [&](const LoopState&, int, auto&, const auto&) {
            if (cancels) {
                house.append(LoopCancelled{house.loop, u"mia"_s, {}});
            } else {
                house.append(StepRerunRequested{house.loop, step::RESEARCH, u"mia"_s, {}});
            }
            return StepOutcome::completed(
                u"merged"_s, {PullRequestMerged{{}, house.loop, u"f0f0"_s, u"main"_s, false}});
        });
        QCOMPARE(house.run(), LoopRunner::Ending::Over);
        QCOMPARE(house.types().count(u"PR.MERGED.SUCCESS"_s), 1);
        QCOMPARE(house.steps.runs(step::RESEARCH), 1);
        QCOMPARE(house.steps.runs(step::DEPLOYMENT), cancels ? 0 : 1);
    }

    void eventsFromOutsideDuringAStepDoNotLoseItsResult()
    {
        House house;
        house.steps.script(step::RESEARCH, [&](const LoopState&, int, auto&, const auto&) {
            house.append(ApprovalQuestionAsked{ApprovalId(u"x"_s), house.loop, u"mia"_s, u"?"_s});
            return StepOutcome::completed(u"kept"_s);
        });
        QCOMPARE(house.run(), LoopRunner::Ending::Over);
        QCOMPARE(house.steps.runs(step::RESEARCH), 1);
    }

    void twoRunnersNeverRunOneStepTwice()
    {
        House house;
        {
            std::jthread other([&house] { (void)house.run(); });
            (void)house.run();
        }
        (void)house.run();
        // A runner that loses a race may see a start of the other as interrupted; what must never
        // happen is that two ends of one start are recorded.
        QCOMPARE(house.types().count(u"WORKFLOW.STEP_COMPLETED"_s), 14);
        QCOMPARE(house.types().count(u"WORKFLOW.COMPLETED"_s), 1);
    }

    void liveWordsAreStoredBeforeTheEndOfTheirStep()
    {
        House house;
        house.steps.script(
            step::RESEARCH,
            [](const LoopState& state, int, steps::StepListener& listener, const auto&) {
                const SessionId session(u"s1"_s);
                listener.onSessionStarted({state.start.loopId, step::RESEARCH, session});
                listener.onTranscript(session, {u"text"_s, u"hello"_s});
                listener.onTranscript(session, {u"text"_s, u"world"_s});
                listener.onSessionEnded({state.start.loopId, session, u"completed"_s});
                listener.onLog(u"a log line"_s);
                return StepOutcome::completed({});
            });
        house.run();
        const QStringList types = house.types();
        const qsizetype begin = types.indexOf(u"AGENT.SESSION_STARTED"_s);
        QVERIFY(begin > 0);
        const qsizetype end = types.indexOf(u"AGENT.SESSION_ENDED"_s);
        QVERIFY(types.indexOf(u"AGENT.TRANSCRIPT_APPENDED"_s) < end);
        QVERIFY(types.indexOf(u"GATE.LOG_APPENDED"_s) > end);
        QCOMPARE(types.at(types.indexOf(u"GATE.LOG_APPENDED"_s) + 1), u"WORKFLOW.STEP_COMPLETED"_s);
    }

    void passingFailureWaitsAsTheRecordSays()
    {
        House house;
        house.steps.script(step::RESEARCH, [](const LoopState&, int, auto&, const auto&) {
            return StepOutcome::failed(
                {.code = errors::PROVIDER_UNAVAILABLE, .detail = u"busy"_s, .retryable = true});
        });
        const auto rest = house.rest();
        QCOMPARE(rest.ending, LoopRunner::Ending::Parked);
        const auto wait = rest.until - house.clock.now();
        QVERIFY(wait > std::chrono::seconds(3) && wait < std::chrono::seconds(7));
        QCOMPARE(house.types().last(), u"WORKFLOW.STEP_FAILED"_s);
        QCOMPARE(house.run(), LoopRunner::Ending::Parked); // Woken too early.
        QCOMPARE(house.steps.runs(step::RESEARCH), 1);
    }

    void accountLimitIsWaitedForWithoutUsingUpATry()
    {
        House house;
        house.steps.script(step::RESEARCH, [&](const LoopState&, int attempt, auto&, const auto&) {
            if (house.steps.runs(step::RESEARCH) > 5) {
                return StepOutcome::completed(QString::number(attempt));
            }
            const QString reset = toIso8601(house.clock.now() + std::chrono::hours(3));
            return StepOutcome::failed(
                {errors::PROVIDER_QUOTA, u"5-hour limit"_s, {{u"resetsAt"_s, reset}}});
        });
        for (int i = 0; i < 5; ++i) {
            const auto rest = house.rest();
            QCOMPARE(rest.ending, LoopRunner::Ending::Parked);
            QVERIFY(rest.until - house.clock.now() > std::chrono::minutes(179));
            house.append(LoopResumed{house.loop, u"mia"_s});
        }
        QCOMPARE(house.run(), LoopRunner::Ending::Over);
        QCOMPARE(house.types().count(u"WORKFLOW.STEP_WAITING"_s), 5);
        QVERIFY(!house.types().contains(u"WORKFLOW.STEP_FAILED"_s));
        QCOMPARE(house.types().count(u"WORKFLOW.STEP_STARTED"_s), 14);
    }

    void spentBudgetAsksBeforeTheNextAgentWorks()
    {
        House house;
        LoopStarted start;
        start.loopId = house.loop = LoopId(u"loop-2"_s);
        start.plan = standardPlan({});
        start.budgetUsd = 1;
        house.append(start);
        house.steps.script(
            step::RESEARCH,
            [](const LoopState& state, int, steps::StepListener& listener, const auto&) {
                AgentSessionEnded session;
                session.loopId = state.start.loopId;
                session.costUsd = 1.5;
                listener.onSessionEnded(session);
                return StepOutcome::completed({});
            });
        QCOMPARE(house.run(), LoopRunner::Ending::Parked);
        QCOMPARE(house.steps.runs(step::AMBIGUITY_CHECK), 0);
        const auto stored = house.store.read(EventQuery::everything());
        const auto* asked = std::get_if<ApprovalRequested>(&stored->last().event.payload);
        QVERIFY(asked && asked->kind == u"budget"_s);
        QCOMPARE(asked->summary, u"The agents of this loop have cost $1.50 of $1.00."_s);
        house.append(ApprovalGranted{asked->approvalId, house.loop, u"mia"_s, {}, {}});
        QCOMPARE(house.run(), LoopRunner::Ending::Over);
    }

    void nothingIsRecordedOnceAnotherHasTheLease()
    {
        House house;
        QList<StepOutcome::Kind> outcomes;
        house.steps.script(step::RESEARCH, [&](const LoopState&, int, auto& listener, const auto&) {
            const Event taken{EventId(house.ids.next()),
                              house.clock.now(),
                              {{u"lease"_s, house.lease.lease.name}},
                              {},
                              OpaquePayload{u"LEASE.TAKEN"_s}};
            QList<Event> batch{taken};
            if (!house.store.append(batch, AppendGuard::none())) {
                return StepOutcome::failed({errors::INTERNAL});
            }
            listener.onLog(u"too late"_s);
            return StepOutcome::completed(u"too late"_s);
        });
        QCOMPARE(house.run(), LoopRunner::Ending::Failed);
        QCOMPARE(house.types().last(), u"LEASE.TAKEN"_s);
        const auto started = house.store.read({.upTo = {4}});
        const auto* first = std::get_if<StepStarted>(&started->at(1).event.payload);
        QVERIFY(first && first->leaseGeneration == 7);
    }
};

QTEST_GUILESS_MAIN(TestLoopRunner)
#include "tst_loop_runner.moc"
