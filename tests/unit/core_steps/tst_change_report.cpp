// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/steps/change_report.h"

#include "core/workflow/standard_workflow.h"
#include "core/workflow/step_ids.h"

#include <QTest>

using namespace tamma;
using namespace tamma::steps;

class ChangeReportTest : public QObject {
    Q_OBJECT

private slots:
    void listsChecksInTheOrderOfThePlan()
    {
        const auto state = judged();
        QCOMPARE(checksOf(state),
                 (QStringList{"Validate build: Built in 3 s.", "Validate tests: 5 passed.",
                              "CI checks: not done. No CI command is configured."}));
    }

    void describesThePullRequest()
    {
        const QString text = pullRequestText(judged(), 7);
        QVERIFY(text.startsWith("It rounds now.\n\n2 files changed, 5 lines added, 1 removed, in 2 "
                                "attempts.\n"));
        QVERIFY(text.contains("For issue #7."));
        QVERIFY(text.contains("on 0123456789ab\n\n- Validate build: Built in 3 s.\n"));
    }

    void tellsTheApproverWhatWasNotChecked()
    {
        const QString text = decisionText(judged());
        QVERIFY(text.contains("What was done: It rounds now."));
        QVERIFY(text.endsWith("CI checks: not done. No CI command is configured."));
        QVERIFY(!text.contains("5 passed."));
    }

    void tellsTheApproverWhatNobodyElseMayDecide()
    {
        auto state = judged();
        events::Verdict tamper;
        tamper.gateId = GateId("tamper");
        tamper.stepId = workflow::step::SECURITY_SCAN;
        tamper.summary = "1 sign.";
        tamper.needsPerson = {"Tests are skipped: a.cpp:3", "Limits were lowered: b"};
        state.verdicts.insert(tamper.gateId, tamper);
        QVERIFY(
            decisionText(state).endsWith("Look at this yourself:\n- Tests are skipped: a.cpp:3\n"
                                         "- Limits were lowered: b"));
        QVERIFY(checksOf(state).value(2).endsWith(": 1 sign."));
    }

    void saysNothingWithoutAChange()
    {
        QVERIFY(checksOf({}).isEmpty());
        QCOMPARE(decisionText({}), "");
        QCOMPARE(pullRequestText({}, 7), "For issue #7.\n");
    }

private:
    static workflow::LoopState judged()
    {
        workflow::LoopState state;
        state.start.plan = workflow::standardPlan({});
        state.code = events::CodeGenerated{{}, 2, "0123456789abcdef", "base", {"a", "b"},
                                           5,  1, "It rounds now."};
        const auto verdict = [&state](const char* gate, const StepId& step, const char* summary) {
            events::Verdict made;
            made.gateId = GateId(QString(gate));
            made.stepId = step;
            made.summary = summary;
            state.verdicts.insert(made.gateId, made);
        };
        verdict("test", workflow::step::TEST_VALIDATION, "5 passed.");
        verdict("build", workflow::step::BUILD_VALIDATION, "Built in 3 s.");
        state.steps[workflow::step::CI_CHECK].status = workflow::StepStatus::Skipped;
        state.steps[workflow::step::CI_CHECK].summary = "No CI command is configured.";
        return state;
    }
};

QTEST_GUILESS_MAIN(ChangeReportTest)
#include "tst_change_report.moc"
