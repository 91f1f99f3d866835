// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflow/loop_decider.h"

#include "tests/support/loop_story.h"

#include <QTest>

using namespace tamma;
using namespace tamma::workflow;
using tamma::test::LoopStory;
using namespace Qt::StringLiterals;

/// Long after the events of a story.
constexpr Timestamp NOW{std::chrono::days(20'000)};

class TestLoopDecider : public QObject {
    Q_OBJECT

    template <typename T> static T decideAs(const LoopStory& story)
    {
        const Decision decision = decide(story.state(), NOW);
        if (!std::holds_alternative<T>(decision)) {
            qFatal("another decision: alternative %zu", decision.index());
        }
        return std::get<T>(decision);
    }

private slots:
    void stepsComeInTheOrderOfThePlan()
    {
        LoopStory story;
        for (const events::PlannedStep& planned : standardPlan({})) {
            const auto next = decideAs<RunStep>(story);
            QCOMPARE(next.step, planned.id);
            QCOMPARE(next.attempt, 1);
            QVERIFY(!next.resumes);
            story.pass(planned.id);
        }
        decideAs<Complete>(story);
        story.say(events::LoopCompleted{story.loop, u"done"_s});
        decideAs<Over>(story);
    }

    void interruptedStepStartsOnceMore()
    {
        LoopStory story;
        story.start(step::ISSUE_ASSIGNMENT);
        QCOMPARE(decideAs<RunStep>(story),
                 (RunStep{step::ISSUE_ASSIGNMENT, u"Assign issue"_s, 2, false}));
    }

    void openApprovalHoldsTheLoopAndItsAnswerResumesTheSameStart()
    {
        LoopStory story;
        story.passUntil(step::APPROVAL_GATE).start(step::APPROVAL_GATE);
        story.ask(step::APPROVAL_GATE, u"merge"_s);
        QCOMPARE(decideAs<WaitFor>(story).what, u"merge"_s);
        story.say(events::ApprovalGranted{story.approval, story.loop, u"mia"_s, {}, {}});
        const auto next = decideAs<RunStep>(story);
        QCOMPARE(next.step, step::APPROVAL_GATE);
        QCOMPARE(next.attempt, 1);
        QVERIFY(next.resumes);
    }

    void timeOfAnApprovalIsToldAndNeverDecides_data()
    {
        QTest::addColumn<int>("hours");
        QTest::addColumn<int>("passed");
        QTest::addColumn<QString>("told");
        QTest::newRow("fresh") << 24 << 17 << QString();
        QTest::newRow("three quarters over") << 24 << 18 << u"soon"_s;
        QTest::newRow("overdue") << 24 << 24 << u"overdue"_s;
        QTest::newRow("overdue for a year") << 24 << 8760 << u"overdue"_s;
        QTest::newRow("never due") << 0 << 8760 << QString();
    }
    void timeOfAnApprovalIsToldAndNeverDecides()
    {
        QFETCH(int, hours);
        QFETCH(int, passed);
        LoopStory story;
        story.passUntil(step::APPROVAL_GATE).start(step::APPROVAL_GATE);
        events::ApprovalRequested request;
        request.approvalId = ApprovalId(u"a"_s);
        request.loopId = story.loop;
        request.kind = u"merge"_s;
        request.dueAfterMs = std::chrono::milliseconds(std::chrono::hours(hours)).count();
        request.escalateTo = u"ana"_s;
        story.say(request);
        const Timestamp now = story.state().askedAt + std::chrono::hours(passed);
        QString told;
        for (auto next = decide(story.state(), now); std::holds_alternative<RemindPerson>(next);
             next = decide(story.state(), now)) {
            QVERIFY2(told.isEmpty(), "once is enough");
            const auto& reminder = std::get<RemindPerson>(next).reminder;
            const auto* escalated = std::get_if<events::ApprovalEscalated>(&reminder);
            told = escalated ? escalated->because : u"soon"_s;
            QCOMPARE(escalated ? escalated->to : u"ana"_s, u"ana"_s);
            story.say(reminder);
        }
        QTEST(told, "told");
        const auto wait = std::get<WaitFor>(decide(story.state(), now));
        QCOMPARE(wait.what, u"merge"_s);
        QVERIFY(wait.until == Timestamp{} || wait.until > now);
        QVERIFY(!story.state().mergeApproval);
    }

    void warnedApprovalEscalatesAtItsTime()
    {
        LoopStory story;
        events::ApprovalRequested request;
        request.approvalId = ApprovalId(u"a"_s);
        request.loopId = story.loop;
        request.dueAfterMs = 4'000;
        story.say(request);
        const Timestamp asked = story.state().askedAt;
        QCOMPARE(std::get<WaitFor>(decide(story.state(), asked)).until,
                 asked + std::chrono::seconds(3));
        story.say(events::ApprovalDueSoon{request.approvalId, story.loop});
        QCOMPARE(std::get<WaitFor>(decide(story.state(), asked)).until,
                 asked + std::chrono::seconds(4));
        story.say(events::ApprovalEscalated{request.approvalId, story.loop, {}, u"overdue"_s});
        QCOMPARE(std::get<WaitFor>(decide(story.state(), asked)).until, Timestamp{});
    }

    void thirdFailureOfAGateAsksAPerson()
    {
        LoopStory story;
        story.passUntil(step::TEST_VALIDATION);
        for (int i = 1; i < MAX_GATE_RETRIES; ++i) {
            story.failGate(step::TEST_VALIDATION, u"test"_s);
            QCOMPARE(decideAs<RunStep>(story).step, step::CODE_GENERATION);
        }
        story.failGate(step::TEST_VALIDATION, u"test"_s);
        QCOMPARE(decideAs<AskPerson>(story).step, step::TEST_VALIDATION);
    }

    void failuresThatCannotPassByThemselvesAskAtOnce()
    {
        LoopStory story;
        story.passUntil(step::RESEARCH).fail(step::RESEARCH, errors::PROVIDER_NOT_INSTALLED);
        QCOMPARE(decideAs<AskPerson>(story).step, step::RESEARCH);
    }

    void passingFailuresAreTriedThreeTimes()
    {
        LoopStory story;
        story.passUntil(step::RESEARCH);
        for (int i = 1; i < MAX_GATE_RETRIES; ++i) {
            story.fail(step::RESEARCH, errors::PROVIDER_UNAVAILABLE, true);
            QCOMPARE(decideAs<RunStep>(story).step, step::RESEARCH);
        }
        story.fail(step::RESEARCH, errors::PROVIDER_UNAVAILABLE, true);
        decideAs<AskPerson>(story);
    }

    void helpGivesThreeFreshTries()
    {
        LoopStory story;
        story.passUntil(step::TEST_VALIDATION);
        for (int i = 0; i < MAX_GATE_RETRIES; ++i) {
            story.failGate(step::TEST_VALIDATION, u"test"_s);
        }
        story.ask(step::TEST_VALIDATION, u"escalation"_s);
        decideAs<WaitFor>(story);
        story.say(
            events::ApprovalGranted{story.approval, story.loop, u"mia"_s, u"mock the clock"_s, {}});
        QCOMPARE(decideAs<RunStep>(story).step, step::CODE_GENERATION);
        QCOMPARE(story.state().feedback.last().text, u"mock the clock"_s);
        QCOMPARE(story.state().failures.value(step::TEST_VALIDATION), 0);
    }

    void helpAfterTheMergeNeverGoesBackToTheAgent()
    {
        LoopStory story;
        story.passUntil(step::DEPLOYMENT);
        story.say(events::PullRequestMerged{{}, story.loop, u"merge"_s, u"main"_s, false});
        story.fail(step::DEPLOYMENT, errors::PROCESS_CRASHED)
            .ask(step::DEPLOYMENT, u"escalation"_s);
        story.say(events::ApprovalGranted{story.approval, story.loop, u"mia"_s, u"again"_s, {}});
        QCOMPARE(decideAs<RunStep>(story).step, step::DEPLOYMENT);
    }

    void givenUpLoopEndsWithTheReason()
    {
        LoopStory story;
        story.passUntil(step::RESEARCH).fail(step::RESEARCH, errors::PROVIDER_BILLING);
        story.ask(step::RESEARCH, u"escalation"_s);
        story.say(events::ApprovalRejected{story.approval, story.loop, u"mia"_s, u"no"_s});
        QCOMPARE(decideAs<GiveUp>(story).reason.errorCode, u"PROVIDER_BILLING"_s);
    }

    void cancelledLoopIsOverWhateverWasOpen()
    {
        LoopStory story;
        story.passUntil(step::APPROVAL_GATE).start(step::APPROVAL_GATE);
        story.ask(step::APPROVAL_GATE, u"merge"_s);
        story.say(events::LoopCancelled{story.loop, u"mia"_s, {}});
        decideAs<Over>(story);
    }
};

QTEST_APPLESS_MAIN(TestLoopDecider)
#include "tst_loop_decider.moc"
