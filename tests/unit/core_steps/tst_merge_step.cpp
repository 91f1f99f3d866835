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

    void holdsWhenOtherWorkWasMergedMeanwhile()
    {
        StepFixture loop;
        approved(loop);
        loop.repository.commit({{"other.txt", "another loop"}});
        QCOMPARE(loop.run(MERGE).kind, StepOutcome::Kind::Completed);
        QVERIFY(loop.repository.read("src/money.cpp").contains("+ 50"));
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

    void saysWhatStandsInTheWay()
    {
        StepFixture loop;
        approved(loop);
        loop.repository.commit({{"src/money.cpp", "int vat(int net) { return 0; }\n"}});
        const QString before = loop.repository.head("main");
        const auto outcome = loop.run(MERGE);
        QCOMPARE(outcome.error.code, errors::MERGE_CONFLICT);
        QCOMPARE(loop.repository.head("main"), before);
        QVERIFY(loop.state.escalation.has_value());
    }

    void aConflictIsSolvedByDoingTheWorkAgain()
    {
        StepFixture loop;
        approved(loop);
        const QString lost = loop.state.code->commit;
        const QString theirs = loop.repository.commit(
            {{"src/money.cpp", "int vat(int net) { return 0; }\n"}, {"their.txt", "x"}});
        loop.run(MERGE);
        loop.record(events::ApprovalRequested{ApprovalId("help"),
                                              loop.state.start.loopId,
                                              MERGE,
                                              "escalation",
                                              "?",
                                              "",
                                              {},
                                              false,
                                              {}});
        loop.approve("Look at what they did.");
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
