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

    void cancelledLoopClosesItsRequest()
    {
        LoopStory story;
        story.ask(step::APPROVAL_GATE, u"merge"_s);
        story.say(events::LoopCancelled{story.loop, u"mia"_s, {}});
        QCOMPARE(rowOf(story).status, Approval::Status::Voided);
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
