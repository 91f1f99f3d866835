// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/readmodels/approvals.h"

#include "tests/support/loop_story.h"

#include <QTest>

using namespace tamma;
using namespace tamma::workflow;
using readmodels::Approval;
using tamma::test::LoopStory;
using namespace Qt::StringLiterals;

class TestApprovals : public QObject {
    Q_OBJECT

    static Approval rowOf(const LoopStory& story)
    {
        readmodels::Approvals approvals;
        for (const auto& one : story.stored) {
            approvals.apply(one);
        }
        return approvals.row(story.approval).value_or(Approval());
    }

private slots:
    void cardCarriesTheEvidenceOfTheNewestAttemptOnly()
    {
        LoopStory story;
        events::Verdict verdict;
        verdict.gateId = GateId(u"test"_s);
        for (const QString& commit : {u"first"_s, u"second"_s}) {
            events::CodeGenerated code;
            code.loopId = story.loop;
            code.commit = commit;
            code.filesChanged = {commit};
            story.say(code);
            verdict.commit = commit;
            story.say(events::GatePassed{story.loop, verdict});
        }
        story.ask(step::APPROVAL_GATE, u"merge"_s);
        QCOMPARE(rowOf(story).verdicts.size(), 1);
        QCOMPARE(rowOf(story).verdicts.first().commit, u"second"_s);
        QCOMPARE(rowOf(story).filesChanged, QStringList{u"second"_s});
    }

    void questionsGetTheirAnswersInOrder()
    {
        LoopStory story;
        story.ask(step::APPROVAL_GATE, u"merge"_s);
        story.say(events::ApprovalQuestionAsked{story.approval, story.loop, u"mia"_s, u"why?"_s});
        QVERIFY(rowOf(story).exchanges.first().answer.isEmpty());
        story.say(
            events::ApprovalQuestionAnswered{story.approval, story.loop, u"p"_s, u"because"_s});
        QCOMPARE(rowOf(story).exchanges.first().answer, u"because"_s);
        QCOMPARE(rowOf(story).status, Approval::Status::Open);
    }

    // One of them may have waited until Tamma was started again.
    void anAnswerGoesToItsQuestion()
    {
        LoopStory story;
        story.ask(step::APPROVAL_GATE, u"merge"_s);
        for (const char* id : {"1", "2"}) {
            story.say(events::ApprovalQuestionAsked{story.approval, story.loop, u"mia"_s,
                                                    u"the same words?"_s, id});
        }
        story.say(
            events::ApprovalQuestionAnswered{story.approval, story.loop, u"p"_s, u"yes"_s, u"2"_s});
        QVERIFY(rowOf(story).exchanges.first().answer.isEmpty());
        QCOMPARE(rowOf(story).exchanges.last().answer, u"yes"_s);
    }

    void cancelledLoopClosesItsRequest()
    {
        LoopStory story;
        story.ask(step::APPROVAL_GATE, u"merge"_s);
        story.say(events::LoopCancelled{story.loop, u"mia"_s, {}});
        QCOMPARE(rowOf(story).status, Approval::Status::Voided);
    }

    void claimsKeepThePositionsOfTheirEvents()
    {
        LoopStory story;
        story.say(events::CodeGenerated{story.loop});
        story.say(events::GatePassed{story.loop, {}}).say(events::GatePassed{story.loop, {}});
        story.ask(step::APPROVAL_GATE, u"merge"_s);
        QCOMPARE(rowOf(story).proofs, (QList<Position>{{3}, {4}}));
        QCOMPARE(rowOf(story).baseBranch, u"main"_s);
    }

    void putAsideItIsGoneForOnePersonUntilItsTime()
    {
        LoopStory story;
        story.ask(step::APPROVAL_GATE, u"merge"_s);
        story.say(events::ApprovalSnoozed{story.approval, story.loop, u"mia"_s, 60'000});
        const Timestamp now = story.stored.last().event.timestamp;
        const Approval row = rowOf(story);
        QVERIFY(row.isSnoozedBy(u"mia"_s, now) && !row.waitsFor(u"mia"_s, now));
        QVERIFY(row.waitsFor(u"ben"_s, now));
        QVERIFY(row.waitsFor(u"mia"_s, now + std::chrono::seconds(60)));
        story.say(events::ApprovalSnoozeEnded{story.approval, story.loop, u"mia"_s});
        QVERIFY(rowOf(story).waitsFor(u"mia"_s, now));
    }

    void puttingAsideNeverMakesItDueLater()
    {
        LoopStory story;
        events::ApprovalRequested request;
        request.approvalId = story.approval = ApprovalId(u"a"_s);
        request.loopId = story.loop;
        request.dueAfterMs = 10'000;
        story.say(request);
        const Timestamp due = rowOf(story).dueAt();
        story.say(events::ApprovalSnoozed{story.approval, story.loop, u"mia"_s, 3'600'000});
        QCOMPARE(rowOf(story).dueAt(), due);
        QVERIFY(!rowOf(story).waitsFor(u"mia"_s, due - std::chrono::seconds(1)));
        QVERIFY(rowOf(story).waitsFor(u"mia"_s, due)); // It comes back when it is due.
        while (story.stored.last().event.timestamp < due) {
            story.say(events::ApprovalDueSoon{story.approval, story.loop});
        }
        story.say(events::ApprovalSnoozed{story.approval, story.loop, u"mia"_s, 60'000});
        QVERIFY(!rowOf(story).waitsFor(u"mia"_s, due + std::chrono::seconds(30)));
    }

    void handedOnItWaitsForThatPersonUntilItIsOverdue()
    {
        LoopStory story;
        events::ApprovalRequested request;
        request.approvalId = story.approval = ApprovalId(u"a"_s);
        request.loopId = story.loop;
        request.dueAfterMs = 60'000;
        story.say(request);
        story.say(events::ApprovalSnoozed{story.approval, story.loop, u"ana"_s, 30'000});
        story.say(events::ApprovalDelegated{story.approval, story.loop, u"mia"_s, u"ana"_s,
                                            u"she knows taxes"_s});
        const Timestamp now = story.stored.last().event.timestamp;
        const Approval row = rowOf(story);
        QVERIFY(row.waitsFor(u"ana"_s, now)); // Even if she had put it aside.
        QVERIFY(!row.waitsFor(u"mia"_s, now) && row.isWithOthers(u"ben"_s, now));
        QCOMPARE(row.handedWhy, u"she knows taxes"_s);
        QVERIFY(row.waitsFor(u"mia"_s, row.dueAt()));
        story.say(events::ApprovalEscalated{story.approval, story.loop, u"ben"_s, u"overdue"_s});
        QVERIFY(rowOf(story).waitsFor(u"ben"_s, now));
        QCOMPARE(rowOf(story).escalatedTo, u"ben"_s);
    }

    void nextRequestKnowsWhatAPersonSawBefore()
    {
        LoopStory story;
        const auto askAbout = [&story](const QString& commit) {
            events::ApprovalRequested request;
            request.approvalId = story.approval = ApprovalId(u"about-"_s + commit);
            request.loopId = story.loop;
            request.kind = u"merge"_s;
            request.evidence.commit = commit;
            story.say(request);
        };
        askAbout(u"first"_s);
        QVERIFY(rowOf(story).seen.isEmpty());
        story.say(events::ApprovalGranted{story.approval, story.loop, u"mia"_s, {}, {}});
        story.say(events::ApprovalVoided{story.approval, story.loop, u"the base moved"_s});
        askAbout(u"second"_s);
        QCOMPARE(rowOf(story).seen.value(u"mia"_s).commit, u"first"_s);
        QVERIFY(!rowOf(story).seen.contains(u"ben"_s)); // He sees it for the first time.
        story.say(events::ApprovalRejected{story.approval, story.loop, u"ben"_s, u"no"_s});
        askAbout(u"third"_s);
        QCOMPARE(rowOf(story).seen.value(u"mia"_s).commit, u"first"_s);
        QCOMPARE(rowOf(story).seen.value(u"ben"_s).commit, u"second"_s);
    }

    void onlyWhatNeedsNobodysEyesIsRoutine_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<bool>("routine");
        QTest::addColumn<bool>("breaking");
        QTest::addColumn<bool>("expected");
        QTest::newRow("policy alone") << u"merge"_s << true << false << true;
        QTest::newRow("a gate leaves it to a person") << u"merge"_s << false << false << false;
        QTest::newRow("breaking") << u"merge"_s << true << true << false;
        QTest::newRow("a question") << u"clarification"_s << true << false << false;
    }
    void onlyWhatNeedsNobodysEyesIsRoutine()
    {
        QFETCH(QString, kind);
        QFETCH(bool, routine);
        QFETCH(bool, breaking);
        Approval approval;
        approval.request.kind = kind;
        approval.request.routine = routine;
        approval.request.breaking = breaking;
        QTEST(approval.isRoutine(), "expected");
    }

    void decisionIsKeptWithItsAuthor()
    {
        LoopStory story;
        story.ask(step::APPROVAL_GATE, u"merge"_s);
        story.say(events::ApprovalRejected{story.approval, story.loop, u"mia"_s, u"no"_s});
        QCOMPARE(rowOf(story).status, Approval::Status::Rejected);
        QCOMPARE(rowOf(story).decidedBy, u"mia"_s);
        QCOMPARE(rowOf(story).note, u"no"_s);
    }
};

QTEST_APPLESS_MAIN(TestApprovals)
#include "tst_approvals.moc"
