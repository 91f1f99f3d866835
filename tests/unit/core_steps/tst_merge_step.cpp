// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflow/step_ids.h"
#include "tests/unit/core_steps/step_fixture.h"

#include <QTest>

using namespace tamma;
using namespace tamma::tests;
using steps::StepOutcome;
using workflow::step::APPROVAL_GATE;
using workflow::step::BUILD_VALIDATION;
using workflow::step::MERGE;

class MergeStepTest : public QObject {
    Q_OBJECT

private slots:
    void mergesWhatWasApprovedAndClosesTheIssue()
    {
        StepFixture loop;
        approved(loop);
        QCOMPARE(loop.run(MERGE).kind, StepOutcome::Kind::Completed);
        const auto merged = loop.did<events::PullRequestMerged>();
        QCOMPARE(loop.repository.head("main"), merged.mergeCommit);
        QCOMPARE(loop.repository.head("main^2"), loop.state.code->commit);
        QVERIFY(loop.hasDone<events::IssueClosed>());
        const QString message = loop.repository.git({"log", "-1", "--format=%B", "main"});
        QVERIFY(message.startsWith("Merge \"VAT is a cent too low\" (#7)"));
        QVERIFY(message.contains("Approved by grace."));
        QVERIFY(loop.repository.read("src/money.cpp").contains("+ 50"));
    }

    void mergesOnceWhenItWasKilledBeforeTheRecord()
    {
        StepFixture loop;
        approved(loop);
        loop.runAndForget(MERGE);
        const QString merged = loop.repository.head("main");
        QCOMPARE(loop.run(MERGE).kind, StepOutcome::Kind::Completed);
        QCOMPARE(loop.repository.head("main"), merged);
        QCOMPARE(loop.did<events::PullRequestMerged>().mergeCommit, merged);
        QCOMPARE(loop.platform.merges, 1);
    }

    void mergesNothingAfterAStop()
    {
        StepFixture loop;
        approved(loop);
        loop.stop.request_stop();
        QCOMPARE(loop.run(MERGE).error.code, errors::CANCELLED);
        QCOMPARE(loop.platform.merges, 0);
    }

    void mergesOneTryOfAnIssueOnly()
    {
        StepFixture loop;
        approved(loop);
        loop.store(loop.state.start);
        loop.store(events::PullRequestMerged{{}, LoopId("other"), "f0f0", "main", false});
        QCOMPARE(loop.run(MERGE).error.code, errors::LOOP_NOT_RUNNING);
        QCOMPARE(loop.platform.merges, 0);
    }

    void judgesTheMergeWhenOtherWorkWasMergedMeanwhile()
    {
        StepFixture loop;
        approved(loop);
        const auto before = loop.state.verdicts;
        const QString base = loop.repository.commit({{"other.txt", "another loop"}});
        QCOMPARE(loop.run(MERGE).kind, StepOutcome::Kind::Completed);
        QVERIFY(loop.repository.read("src/money.cpp").contains("+ 50"));
        for (const char* gate : {"build", "test", "quality", "tamper", "security"}) {
            const auto& asked = loop.gates.value(GateId(gate))->requests;
            QCOMPARE(asked.size(), 2);
            QCOMPARE(asked.last().commit, loop.state.merged->mergeCommit);
            QCOMPARE(asked.last().baseCommit, base);
        }
        QCOMPARE(loop.gates.value(GateId("ci"))->requests.size(), 1);
        QCOMPARE(loop.state.verdicts, before);
    }

    void judgesNothingTwiceWhenTheBaseStoodStill()
    {
        StepFixture loop;
        approved(loop);
        QCOMPARE(loop.run(MERGE).kind, StepOutcome::Kind::Completed);
        QCOMPARE(loop.gates.value(GateId("test"))->requests.size(), 1);
    }

    void judgesAgainWhenTheBaseMovesDuringTheJudgement()
    {
        StepFixture loop;
        approved(loop);
        int commits = 0;
        loop.platform.beforeMerge = [&] {
            if (++commits <= 2) {
                loop.repository.commit({{QString("other-%1.txt").arg(commits), "x"}});
            }
        };
        QCOMPARE(loop.run(MERGE).kind, StepOutcome::Kind::Completed);
        QCOMPARE(commits, 3);
        QCOMPARE(loop.gates.value(GateId("test"))->requests.last().commit,
                 loop.repository.head("main"));
    }

    void givesUpForNowWhenTheBaseNeverStandsStill()
    {
        StepFixture loop;
        approved(loop);
        loop.platform.beforeMerge = [&, n = 0]() mutable {
            loop.repository.commit({{QString("other-%1.txt").arg(++n), "x"}});
        };
        const auto outcome = loop.run(MERGE);
        QCOMPARE(outcome.error.code, errors::GIT_FAILED);
        QVERIFY(outcome.error.retryable);
        QCOMPARE(loop.platform.merges, 0);
    }

    void whatFailsOnlyTogetherNeverGetsIn()
    {
        StepFixture loop;
        approved(loop);
        const ApprovalId old = loop.state.mergeApproval->approvalId;
        const QString alone = loop.state.code->commit;
        const QString base = loop.repository.commit({{"other.txt", "another loop"}});
        auto& test = *loop.gates.value(GateId("test"));
        test.next = gates::GateOutcome::Kind::Failed;
        const auto outcome = loop.run(MERGE);
        QCOMPARE(outcome.error.code, errors::GATE_FAILED);
        QCOMPARE(loop.did<events::ApprovalVoided>().approvalId, old);
        QCOMPARE(loop.did<events::GateFailed>().verdict.stepId, MERGE);
        QCOMPARE(loop.repository.head("main"), base);
        QVERIFY(!loop.state.escalation);
        test.next = gates::GateOutcome::Kind::Passed;
        loop.runUpTo(APPROVAL_GATE);
        QVERIFY(loop.provider.tasks.at(loop.provider.tasks.size() - 2)
                    .prompt.contains("together with what is on main by now"));
        QCOMPARE(loop.state.code->baseCommit, base);
        const auto parents
            = loop.repository.git({"rev-list", "--parents", "-1", loop.state.code->commit + "^"});
        QVERIFY(parents.endsWith(base + ' ' + alone));
        loop.approve();
        loop.runUpTo(MERGE);
        QVERIFY(loop.state.merged.has_value());
    }

    void refusesWithoutAnApproval()
    {
        StepFixture loop;
        loop.runUpTo(APPROVAL_GATE);
        const QString before = loop.repository.head("main");
        const auto outcome = loop.run(MERGE);
        QCOMPARE(outcome.error.code, errors::EVIDENCE_CHANGED);
        QCOMPARE(loop.repository.head("main"), before);
    }

    void refusesWhenTheEvidenceChanged_data()
    {
        QTest::addColumn<QString>("what");
        for (const char* what : {"branch moved", "verdict", "digest", "base", "approved commit"}) {
            QTest::newRow(what) << QString(what);
        }
    }

    void refusesWhenTheEvidenceChanged()
    {
        QFETCH(QString, what);
        StepFixture loop;
        approved(loop);
        const QString before = loop.repository.head("main");
        const ApprovalId old = loop.state.mergeApproval->approvalId;
        if (what == "branch moved") {
            loop.repository.gitIn(loop.workFolder(), {"commit", "-q", "--allow-empty", "-m", "x"});
        } else if (what == "verdict") {
            loop.state.verdicts[GateId("test")].logHash = "other";
        } else if (what == "digest") {
            loop.state.mergeApproval->evidence.diffDigest = "other";
        } else if (what == "base") {
            loop.state.mergeApproval->evidence.baseCommit = "other";
        } else {
            loop.state.mergeApproval->evidence.commit = before;
        }
        const auto outcome = loop.run(MERGE);
        QCOMPARE(outcome.kind, StepOutcome::Kind::Failed);
        QCOMPARE(outcome.error.code, errors::EVIDENCE_CHANGED);
        QCOMPARE(loop.did<events::ApprovalVoided>().approvalId, old);
        QCOMPARE(loop.repository.head("main"), before);
        QCOMPARE(loop.state.cursor, loop.state.indexOf(BUILD_VALIDATION));
    }

    void aConflictIsSolvedByDoingTheWorkAgain()
    {
        StepFixture loop;
        approved(loop);
        const QString lost = loop.state.code->commit;
        const QString theirs = loop.repository.commit(
            {{"src/money.cpp", "int vat(int net) { return 0; }\n"}, {"their.txt", "x"}});
        QCOMPARE(loop.run(MERGE).error.code, errors::MERGE_CONFLICT);
        QCOMPARE(loop.repository.head("main"), theirs);
        QVERIFY(loop.hasDone<events::ApprovalVoided>());
        QVERIFY(!loop.state.escalation);
        loop.runUpTo(APPROVAL_GATE);
        QVERIFY(loop.provider.tasks.at(loop.provider.tasks.size() - 2)
                    .prompt.contains("+    return (net * 19 + 50) / 100; // 1"));
        QCOMPARE(loop.state.code->baseCommit, theirs);
        QVERIFY(!loop.repository.git({"for-each-ref", "refs/tamma/recovery", "--contains", lost})
                     .isEmpty());
        loop.approve();
        loop.runUpTo(MERGE);
        QVERIFY(loop.state.merged.has_value());
        QVERIFY(loop.repository.read("src/money.cpp").contains("+ 50"));
        QCOMPARE(loop.repository.read("their.txt"), "x");
    }

    void aConflictThatComesBackIsAtLastACaseForAPerson()
    {
        StepFixture loop;
        for (int i = 1; i <= 3; ++i) {
            QVERIFY(!loop.state.escalation);
            approved(loop);
            loop.repository.commit(
                {{"src/money.cpp", "int vat(int) { return " + QByteArray::number(i) + "; }\n"}});
            QCOMPARE(loop.run(MERGE).error.code, errors::MERGE_CONFLICT);
        }
        QCOMPARE(loop.state.escalation, MERGE);
    }

private:
    static void approved(StepFixture& loop)
    {
        loop.runUpTo(APPROVAL_GATE);
        loop.approve();
        loop.run(APPROVAL_GATE);
        QCOMPARE(loop.last.kind, StepOutcome::Kind::Completed);
    }
};

QTEST_GUILESS_MAIN(MergeStepTest)
#include "tst_merge_step.moc"
