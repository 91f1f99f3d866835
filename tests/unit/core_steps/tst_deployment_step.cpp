// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflow/step_ids.h"
#include "tests/unit/core_steps/step_fixture.h"

#include <QTest>

using namespace tamma;
using namespace tamma::tests;
using gates::GateOutcome;
using steps::StepOutcome;
namespace step = workflow::step;

class DeploymentStepTest : public QObject {
    Q_OBJECT

private slots:
    void isSkippedWithoutACommand()
    {
        StepFixture loop;
        const auto outcome = loop.run(step::DEPLOYMENT);
        QCOMPARE(outcome.kind, StepOutcome::Kind::Skipped);
        QCOMPARE(outcome.summary, "No deploy command is configured.");
    }

    void runsTheCommandOnTheMergedCommit()
    {
        StepFixture loop;
        merged(loop);
        QCOMPARE(loop.run(step::DEPLOYMENT).kind, StepOutcome::Kind::Completed);
        const auto request = loop.gates.value(GateId("ci"))->requests.last();
        QCOMPARE(request.commit, loop.repository.head("main"));
        QCOMPARE(request.settings.value("command"), "make deploy");
        QCOMPARE(loop.did<events::DeploymentCompleted>().commit, request.commit);
    }

    void aFailedDeploymentIsRecordedAndNotGivenBackToTheAgent()
    {
        StepFixture loop;
        merged(loop);
        loop.gates.value(GateId("ci"))->next = GateOutcome::Kind::Failed;
        const auto outcome = loop.run(step::DEPLOYMENT);
        QCOMPARE(outcome.kind, StepOutcome::Kind::Failed);
        QCOMPARE(outcome.error.code, errors::DEPLOYMENT_FAILED);
        QCOMPARE(loop.did<events::DeploymentCompleted>().logTail, "tail of ci");
        QCOMPARE(loop.state.escalation, step::DEPLOYMENT);
    }

    void deploysNothingThatIsNotMerged()
    {
        StepFixture loop;
        configure(loop);
        QCOMPARE(loop.run(step::DEPLOYMENT).error.code, errors::NOT_FOUND);
        QVERIFY(loop.gates.value(GateId("ci"))->requests.isEmpty());
    }

private:
    static void configure(StepFixture& loop)
    {
        auto& settings = loop.state.start.plan[loop.state.indexOf(step::DEPLOYMENT)].settings;
        settings.insert("command", "make deploy");
    }

    static void merged(StepFixture& loop)
    {
        configure(loop);
        loop.runUpTo(step::APPROVAL_GATE);
        loop.approve();
        loop.runUpTo(step::MERGE);
        QVERIFY(loop.state.merged.has_value());
    }
};

QTEST_GUILESS_MAIN(DeploymentStepTest)
#include "tst_deployment_step.moc"
