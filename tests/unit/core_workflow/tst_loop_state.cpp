// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/loop_story.h"

#include <QTest>

using namespace tamma;
using namespace tamma::workflow;
using tamma::test::LoopStory;
using namespace Qt::StringLiterals;

class TestLoopState : public QObject {
    Q_OBJECT

private slots:
    void equalEventsGiveEqualStatesAtEveryCut()
    {
        LoopStory story;
        story.passUntil(step::TEST_VALIDATION).failGate(step::TEST_VALIDATION, u"test"_s);
        for (qsizetype cut = 0; cut <= story.stored.size(); ++cut) {
            LoopState once;
            LoopState twice;
            for (qsizetype i = 0; i < cut; ++i) {
                once.apply(story.stored.at(i));
                twice.apply(story.stored.at(i));
            }
            QCOMPARE(once, twice);
            LoopState resumed = once;
            for (qsizetype i = cut; i < story.stored.size(); ++i) {
                resumed.apply(story.stored.at(i));
            }
            QCOMPARE(resumed, story.state());
        }
    }

    void failedGateSendsTheLogBackToTheAgent()
    {
        LoopStory story;
        story.passUntil(step::TEST_VALIDATION).failGate(step::TEST_VALIDATION, u"test"_s);
        const LoopState state = story.state();
        QCOMPARE(state.start.plan.at(state.cursor).id, step::CODE_GENERATION);
        QCOMPARE(state.feedback.size(), 1);
        QCOMPARE(state.feedback.first().source, u"gate:test"_s);
        QVERIFY(state.feedback.first().text.contains(u"the tail"_s));
        QCOMPARE(state.progress(step::TEST_VALIDATION).status, StepStatus::Failed);
        QCOMPARE(state.progress(step::BUILD_VALIDATION).status, StepStatus::Pending);
    }

    void newCodeForgetsVerdictsFeedbackAndApproval()
    {
        LoopStory story;
        story.passUntil(step::TEST_VALIDATION).failGate(step::TEST_VALIDATION, u"test"_s);
        events::CodeGenerated code;
        code.loopId = story.loop;
        code.commit = u"second"_s;
        story.start(step::CODE_GENERATION, 2).say(code);
        const LoopState state = story.state();
        QVERIFY(state.feedback.isEmpty());
        QVERIFY(state.verdicts.isEmpty());
        QCOMPARE(state.code->commit, u"second"_s);
        QCOMPARE(state.failures.value(step::TEST_VALIDATION), 1);
        QCOMPARE(state.judged.value(GateId(u"test"_s)), 1); // What was judged stays judged.
    }

    void changedEvidenceIsJudgedAnewBeforeAPersonDecides()
    {
        LoopStory story;
        story.passUntil(step::MERGE).fail(step::MERGE, errors::EVIDENCE_CHANGED);
        const LoopState state = story.state();
        QCOMPARE(state.start.plan.at(state.cursor).id, step::BUILD_VALIDATION);
        QVERIFY(!state.mergeApproval);
    }

    void mergeIsApprovedByTheWholeQuorum()
    {
        LoopStory story;
        story.passUntil(step::APPROVAL_GATE).start(step::APPROVAL_GATE);
        events::ApprovalRequested request;
        request.approvalId = ApprovalId(u"a"_s);
        request.loopId = story.loop;
        request.kind = u"merge"_s;
        request.quorum = 2;
        story.say(request);
        story.say(events::ApprovalGranted{request.approvalId, story.loop, u"mia"_s, {}, {}});
        story.say(events::ApprovalGranted{request.approvalId, story.loop, u"mia"_s, {}, {}});
        QVERIFY(story.state().openApproval && !story.state().mergeApproval);
        story.say(events::ApprovalGranted{request.approvalId, story.loop, u"ben"_s, {}, {}});
        QVERIFY(!story.state().openApproval && story.state().mergeApproval);
    }

    void sentBackChangeGoesToTheAgentWithTheReason()
    {
        LoopStory story;
        story.passUntil(step::APPROVAL_GATE).start(step::APPROVAL_GATE);
        story.ask(step::APPROVAL_GATE, u"merge"_s);
        QCOMPARE(story.state().status, LoopStatus::NeedsYou);
        story.say(events::ApprovalRejected{story.approval, story.loop, u"mia"_s, u"too clever"_s});
        const LoopState state = story.state();
        QCOMPARE(state.status, LoopStatus::Running);
        QCOMPARE(state.start.plan.at(state.cursor).id, step::CODE_GENERATION);
        QCOMPARE(state.feedback.first().text, u"too clever"_s);
    }

    void commentsGoToTheAgentByLineWithWhatItWas()
    {
        LoopStory story;
        story.passUntil(step::APPROVAL_GATE).start(step::APPROVAL_GATE);
        story.ask(step::APPROVAL_GATE, u"merge"_s);
        story.say(events::ApprovalRejected{story.approval,
                                           story.loop,
                                           u"mia"_s,
                                           u"Nearly."_s,
                                           {{u"src/b.cpp"_s, 7, u"return 1;"_s, u"Why 1?"_s},
                                            {u"src/a.cpp"_s, 12, u"int x;"_s, u"Name it."_s},
                                            {u"src/a.cpp"_s, 3, u"// TODO"_s, u"Do it."_s},
                                            {u"src/a.cpp"_s, 12, u"int x;"_s, u"And test it."_s}}});
        const LoopState state = story.state();
        QCOMPARE(state.feedback.size(), 1);
        QCOMPARE(state.feedback.first().source, u"person"_s);
        QCOMPARE(state.feedback.first().text,
                 u"Nearly.\n\nsrc/a.cpp:3\n> // TODO\nDo it.\n\nsrc/a.cpp:12\n> int x;\nName it.\n"
                 "And test it.\n\nsrc/b.cpp:7\n> return 1;\nWhy 1?"_s);
    }

    void decisionOnAnotherApprovalChangesNothing()
    {
        LoopStory story;
        story.passUntil(step::APPROVAL_GATE).start(step::APPROVAL_GATE);
        story.ask(step::APPROVAL_GATE, u"merge"_s);
        const LoopState before = story.state();
        story.say(events::ApprovalGranted{ApprovalId(u"other"_s), story.loop, u"mia"_s, {}, {}});
        LoopState after = story.state();
        after.seenUpTo = before.seenUpTo;
        after.newest = before.newest;
        QCOMPARE(after, before);
    }

    void whoToldTheAgentHowIsAnAuthor()
    {
        LoopStory story;
        const LoopState before = story.state();
        const QString requester = before.start.requestedBy;
        QCOMPARE(before.authors, QStringList{requester});
        const auto again = [&](const QString& by, const QString& hint) {
            story.say(events::StepRerunRequested{story.loop, step::CODE_GENERATION, by, hint});
        };
        again(u"ben"_s, {}); // Wanting it once more says nothing about how.
        again(u"ana"_s, u"Without floats."_s);
        again(u"ana"_s, u"And round half up."_s);
        story.say(events::LoopForked{story.loop, u"another"_s, step::CODE_GENERATION, requester,
                                     u"Faster."_s, {u"zoe"_s, u"ana"_s}});
        QCOMPARE(story.state().authors, (QStringList{requester, u"ana"_s, u"zoe"_s}));
    }

    void countsWhatAPersonWantsAgain()
    {
        LoopStory story;
        story.passUntil(step::TEST_VALIDATION).failGate(step::TEST_VALIDATION, u"test"_s);
        QCOMPARE(story.state().reruns, 0); // The agent's own tries are none.
        story.say(events::StepRerunRequested{story.loop, step::CODE_GENERATION, u"mia"_s});
        QCOMPARE(story.state().reruns, 1);
        story.ask(step::CODE_GENERATION, u"escalation"_s);
        story.say(events::ApprovalGranted{story.state().openApproval->approvalId, story.loop,
                                          u"mia"_s, {}, {}});
        QCOMPARE(story.state().reruns, 2);
    }
};

QTEST_APPLESS_MAIN(TestLoopState)
#include "tst_loop_state.moc"
