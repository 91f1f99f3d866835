// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflow/step_ids.h"
#include "tests/unit/core_steps/step_fixture.h"

#include <QTest>

#include <semaphore>

using namespace tamma;
using namespace tamma::tests;
using gates::GateOutcome;
using steps::StepOutcome;
namespace step = workflow::step;

class GateStepTest : public QObject {
    Q_OBJECT

private slots:
    void handsTheChangeToItsGate_data()
    {
        QTest::addColumn<StepId>("id");
        QTest::addColumn<QString>("gate");
        QTest::newRow("build") << step::BUILD_VALIDATION << "build";
        QTest::newRow("test") << step::TEST_VALIDATION << "test";
        QTest::newRow("security") << step::SECURITY_SCAN << "quality";
        QTest::newRow("ci") << step::CI_CHECK << "ci";
    }

    void handsTheChangeToItsGate()
    {
        QFETCH(StepId, id);
        QFETCH(QString, gate);
        StepFixture loop;
        loop.state.start.plan[loop.state.indexOf(id)].settings.insert("command", "make it");
        loop.runUpTo(step::CODE_GENERATION);
        const auto outcome = loop.run(id);
        QCOMPARE(outcome.kind, StepOutcome::Kind::Completed);
        QCOMPARE(outcome.payloads.size(), id == step::SECURITY_SCAN ? 3 : 1);
        const auto request = loop.gates.value(GateId(gate))->requests.value(0);
        QCOMPARE(request.stepId, id);
        QCOMPARE(request.commit, loop.state.code->commit);
        QCOMPARE(request.baseCommit, loop.state.start.baseCommit);
        QCOMPARE(request.repository, loop.repository.path());
        QCOMPARE(request.settings.value("command"), "make it");
        QVERIFY(request.issueText.contains("VAT is a cent too low"));
        QCOMPARE(std::get<events::GatePassed>(outcome.payloads[0]).verdict.gateId, GateId(gate));
        QVERIFY(loop.listener.log.contains("log of " + gate));
    }

    void aFailedGateIsAFailedStepWithItsVerdict()
    {
        StepFixture loop;
        loop.runUpTo(step::CODE_GENERATION);
        loop.gates.value(GateId("build"))->next = GateOutcome::Kind::Failed;
        const auto outcome = loop.run(step::BUILD_VALIDATION);
        QCOMPARE(outcome.kind, StepOutcome::Kind::Failed);
        QCOMPARE(outcome.error.code, errors::GATE_FAILED);
        QCOMPARE(loop.did<events::GateFailed>().verdict.logTail, "tail of build");
    }

    void aGateWithNothingToDoIsSkippedWithItsReason()
    {
        StepFixture loop;
        loop.runUpTo(step::CODE_GENERATION);
        loop.gates.value(GateId("ci"))->next = GateOutcome::Kind::Skipped;
        const auto outcome = loop.run(step::CI_CHECK);
        QCOMPARE(outcome.kind, StepOutcome::Kind::Skipped);
        QCOMPARE(outcome.summary, "Nothing to do here.");
        QVERIFY(outcome.payloads.isEmpty());
    }

    void asksTheGatesThatThePlanNamesUpToTheFirstThatFails()
    {
        StepFixture loop;
        const int index = loop.state.indexOf(step::TEST_VALIDATION);
        loop.state.start.plan[index].settings.insert("gates", "tamper, security,test");
        loop.runUpTo(step::CODE_GENERATION);
        loop.gates.value(GateId("tamper"))->next = GateOutcome::Kind::Skipped;
        loop.gates.value(GateId("security"))->next = GateOutcome::Kind::Failed;
        const auto outcome = loop.run(step::TEST_VALIDATION);
        QCOMPARE(outcome.kind, StepOutcome::Kind::Failed);
        QCOMPARE(outcome.payloads.size(), 1);
        QCOMPARE(std::get<events::GateFailed>(outcome.payloads[0]).verdict.gateId,
                 GateId("security"));
        QVERIFY(loop.gates.value(GateId("test"))->requests.isEmpty());
    }

    void gatesThatOnlyReadJudgeAtTheSameTimeAndAllHaveTheirSay()
    {
        StepFixture loop;
        loop.runUpTo(step::CODE_GENERATION);
        const auto first = loop.gates.value(GateId("quality"));
        const auto last = loop.gates.value(GateId("security"));
        for (const auto& gate : {first, loop.gates.value(GateId("tamper")), last}) {
            gate->reads = true;
        }
        std::binary_semaphore isHeard(0);
        bool together = false;
        first->work = [&](gates::GateListener& listener) {
            together = isHeard.try_acquire_for(std::chrono::seconds(30));
            listener.onLog(" and more");
        };
        last->work = [&](gates::GateListener&) { isHeard.release(); };
        first->next = GateOutcome::Kind::Failed;
        last->next = GateOutcome::Kind::Failed;
        const auto outcome = loop.run(step::SECURITY_SCAN);
        QVERIFY(together);
        QCOMPARE(outcome.kind, StepOutcome::Kind::Failed);
        QCOMPARE(outcome.error.detail, "It failed.; It failed.");
        QCOMPARE(outcome.payloads.size(), 3);
        QCOMPARE(std::get<events::GateFailed>(outcome.payloads[0]).verdict.gateId, first->id());
        QCOMPARE(std::get<events::GateFailed>(outcome.payloads[2]).verdict.gateId, last->id());
        QCOMPARE(loop.listener.log,
                 "log of quality and morelog of tamperlog of security");
    }

    void aStepPassesWhenOneOfItsGatesHasNothingToDo()
    {
        StepFixture loop;
        loop.runUpTo(step::CODE_GENERATION);
        loop.gates.value(GateId("quality"))->next = GateOutcome::Kind::Skipped;
        const auto outcome = loop.run(step::SECURITY_SCAN);
        QCOMPARE(outcome.kind, StepOutcome::Kind::Completed);
        QCOMPARE(outcome.summary, "Nothing to do here.; It passed.; It passed.");
        QCOMPARE(std::get<events::GatePassed>(outcome.payloads[0]).verdict.gateId,
                 GateId("tamper"));
    }

    void saysWhatIsMissing()
    {
        StepFixture early;
        QCOMPARE(early.run(step::BUILD_VALIDATION).error.code, errors::NOT_FOUND);

        StepFixture loop;
        loop.runUpTo(step::CODE_GENERATION);
        loop.gates.remove(GateId("build"));
        const auto outcome = loop.run(step::BUILD_VALIDATION);
        QCOMPARE(outcome.error.code, errors::NOT_FOUND);
        QVERIFY(outcome.error.detail.contains("build"));
    }
};

QTEST_GUILESS_MAIN(GateStepTest)
#include "tst_gate_step.moc"
