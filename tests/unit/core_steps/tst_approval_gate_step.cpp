// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflow/step_ids.h"
#include "tests/unit/core_steps/step_fixture.h"

#include <QTest>

using namespace tamma;
using namespace tamma::tests;
using steps::StepOutcome;
using workflow::step::APPROVAL_GATE;
using workflow::step::CI_CHECK;

class ApprovalGateStepTest : public QObject {
    Q_OBJECT

private slots:
    void asksWithEverythingThatADecisionNeeds()
    {
        StepFixture loop;
        loop.runUpTo(APPROVAL_GATE);
        QCOMPARE(loop.last.kind, StepOutcome::Kind::WaitsForPerson);
        const auto request = loop.did<events::ApprovalRequested>();
        QCOMPARE(request.kind, "merge");
        QCOMPARE(request.question, "Merge \"VAT is a cent too low\" into main?");
        QVERIFY(request.summary.contains("One line has to round."));
        QVERIFY(request.summary.contains("What was done: It rounds now."));
        QVERIFY(
            request.summary.contains("1 file changed, 1 line added, 1 removed, in 1 attempt."));
        QVERIFY(!request.summary.contains("Validate tests"));
        QVERIFY(!request.breaking);
        QVERIFY(request.routine);
        QCOMPARE(request.reasons, QStringList{"Every merge is decided by a person."});
        const events::Evidence& evidence = request.evidence;
        QCOMPARE(evidence.commit, loop.state.code->commit);
        QCOMPARE(evidence.baseCommit, loop.state.start.baseCommit);
        QCOMPARE(evidence.diffDigest.size(), 64);
        QCOMPARE(evidence.verdicts.size(), 7);
        QCOMPARE(evidence.verdicts.first(), "build:" + evidence.commit + ":hash-1");
    }

    void whoseChangeItIsDoesNotDecideWhereFourEyesAreWanted()
    {
        StepFixture loop;
        events::PlannedStep& planned = loop.state.start.plan[loop.state.indexOf(APPROVAL_GATE)];
        planned.settings.insert("separationOfDuties", "true");
        planned.settings.insert("escalateTo", "mia");
        loop.state.authors = {"ada", "mia"};
        loop.runUpTo(APPROVAL_GATE);
        const auto request = loop.did<events::ApprovalRequested>();
        QCOMPARE(request.mayNotDecide, (QStringList{"ada", "mia"}));
        QCOMPARE(request.escalateTo, QString());
    }

    void goesOnWhenExactlyThisWasApproved()
    {
        StepFixture loop;
        loop.runUpTo(APPROVAL_GATE);
        loop.approve();
        const auto outcome = loop.run(APPROVAL_GATE);
        QCOMPARE(outcome.kind, StepOutcome::Kind::Completed);
        QCOMPARE(outcome.summary, "Approved by grace.");
        QCOMPARE(loop.state.progress(APPROVAL_GATE).starts, 1);
    }

    void asksAnewWhenSomethingElseWasApproved_data()
    {
        QTest::addColumn<QString>("field");
        for (const char* field : {"commit", "base", "digest", "verdicts"}) {
            QTest::newRow(field) << QString(field);
        }
    }

    void asksAnewWhenSomethingElseWasApproved()
    {
        QFETCH(QString, field);
        StepFixture loop;
        loop.runUpTo(APPROVAL_GATE);
        loop.approve();
        const ApprovalId old = loop.state.mergeApproval->approvalId;
        events::Evidence& evidence = loop.state.mergeApproval->evidence;
        (field == "commit"       ? evidence.commit
             : field == "base"   ? evidence.baseCommit
             : field == "digest" ? evidence.diffDigest
                                 : evidence.verdicts.last())
            = "other";
        const auto outcome = loop.run(APPROVAL_GATE);
        QCOMPARE(outcome.kind, StepOutcome::Kind::WaitsForPerson);
        QCOMPARE(loop.did<events::ApprovalVoided>().approvalId, old);
        QVERIFY(!loop.did<events::ApprovalVoided>().reason.isEmpty());
        QVERIFY(loop.state.openApproval->approvalId != old);
        QVERIFY(!loop.state.mergeApproval);
    }

    void warnsOfABreakingChange_data()
    {
        QTest::addColumn<bool>("labelled");
        QTest::newRow("label on the issue") << true;
        QTest::newRow("signature in a public header") << false;
    }

    void warnsOfABreakingChange()
    {
        QFETCH(bool, labelled);
        StepFixture loop;
        if (labelled) {
            loop.platform.only.labels.append("breaking-change");
        } else {
            loop.state.start.baseCommit
                = loop.repository.commit({{"include/invoice/money.h", "int vat(int net);\n"}});
            loop.provider.act = [](const providers::AgentTask& task) {
                QFile header(task.workFolder + "/include/invoice/money.h");
                if (task.purpose == providers::Purpose::Code && header.open(QIODevice::WriteOnly)) {
                    header.write("int vat(int net, int percent);\n");
                }
                return agreeableAgent(task);
            };
        }
        loop.runUpTo(APPROVAL_GATE);
        const auto request = loop.did<events::ApprovalRequested>();
        QVERIFY(request.breaking);
        QVERIFY(!request.routine);
        QCOMPARE(request.dueAfterMs, 0); // It has no time, and does not wait for one.
        QCOMPARE(loop.did<events::ApprovalEscalated>().because, "breaking");
        QVERIFY(loop.state.escalated && loop.state.openApproval);
        QVERIFY(request.question.contains("although it may break others"));
        QVERIFY(request.reasons.first().contains(labelled ? "labelled" : "int vat(int net)"));
    }

    void saysThatTheIssueIsClosedAlready()
    {
        StepFixture loop;
        loop.runUpTo(workflow::step::CI_CHECK);
        loop.platform.only.closed = true;
        loop.run(APPROVAL_GATE);
        QVERIFY(loop.state.openApproval->reasons.first().contains("closed already"));
    }

    void asksNobodyAboutWhatCannotBeMerged()
    {
        StepFixture loop;
        loop.runUpTo(workflow::step::CI_CHECK);
        loop.repository.commit({{"src/money.cpp", "int vat(int net) { return 0; }\n"}});
        QCOMPARE(loop.run(APPROVAL_GATE).error.code, errors::MERGE_CONFLICT);
        QVERIFY(loop.last.error.detail.contains("src/money.cpp"));
        QVERIFY(!loop.state.openApproval);
        loop.runUpTo(APPROVAL_GATE);
        QVERIFY(loop.state.openApproval.has_value());
        QCOMPARE(loop.state.code->baseCommit, loop.repository.head("main"));
    }

    void bringsNothingBackThatWasTakenOutOfTheBase()
    {
        StepFixture loop;
        const QString before = loop.repository.head("main");
        loop.repository.commit({{"leak.txt", "a token\n"}});
        loop.state.start.baseCommit = loop.repository.head("main");
        loop.runUpTo(CI_CHECK);
        loop.repository.git({"reset", "--quiet", "--hard", before});
        const auto outcome = loop.run(APPROVAL_GATE);
        QCOMPARE(outcome.error.code, errors::BASE_REWRITTEN);
        QVERIFY(!loop.state.openApproval && loop.state.escalation);
    }

    void asksNobodyAboutNothing()
    {
        StepFixture loop;
        loop.runUpTo(CI_CHECK);
        loop.repository.git({"merge", "--quiet", "--no-ff", "-m", "By hand", loop.state.branch});
        loop.repository.git({"revert", "--no-edit", "-m", "1", "HEAD"});
        const auto outcome = loop.run(APPROVAL_GATE);
        QCOMPARE(outcome.error.code, errors::NOTHING_DONE);
        QVERIFY(outcome.error.detail.contains("part of main already"));
    }

    void leavesABranchThatSomebodyMovedToAPerson()
    {
        StepFixture loop;
        loop.runUpTo(CI_CHECK);
        loop.repository.gitIn(loop.workFolder(), {"commit", "-q", "--allow-empty", "-m", "mine"});
        const auto outcome = loop.run(APPROVAL_GATE);
        QCOMPARE(outcome.kind, StepOutcome::Kind::Failed);
        QCOMPARE(outcome.error.code, errors::BRANCH_TAKEN);
        QVERIFY(loop.state.escalation.has_value());
    }

    void showsTheRemarksOfTheGates()
    {
        StepFixture loop;
        loop.runUpTo(CI_CHECK);
        loop.state.verdicts[GateId("security")].findings
            = {{"secret", "medium", "src/money.cpp", 3, "looks like a key"}};
        loop.run(APPROVAL_GATE);
        QVERIFY(loop.did<events::ApprovalRequested>().reasons.first().contains(
            "src/money.cpp:3: looks like a key"));
    }
};

QTEST_GUILESS_MAIN(ApprovalGateStepTest)
#include "tst_approval_gate_step.moc"
