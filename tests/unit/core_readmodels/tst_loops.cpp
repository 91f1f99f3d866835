// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/readmodels/loops.h"

#include "tests/support/loop_story.h"

#include <QTest>

using namespace tamma;
using namespace tamma::workflow;
using tamma::test::LoopStory;
using namespace Qt::StringLiterals;

class TestLoops : public QObject {
    Q_OBJECT

    static readmodels::LoopRow rowOf(const LoopStory& story)
    {
        readmodels::Loops loops;
        for (const auto& one : story.stored) {
            loops.apply(one);
        }
        return loops.row(story.loop).value_or(readmodels::LoopRow());
    }

private slots:
    void rowFollowsTheLoopThroughItsLife()
    {
        LoopStory story;
        QCOMPARE(rowOf(story).status, LoopStatus::Queued);
        QCOMPARE(rowOf(story).steps.size(), 14);
        story.passUntil(step::RESEARCH).start(step::RESEARCH);
        QCOMPARE(rowOf(story).status, LoopStatus::Running);
        QCOMPARE(rowOf(story).currentStep, 2);
        QCOMPARE(rowOf(story).steps.at(2).status, StepStatus::Running);
        story.say(events::LoopCancelled{story.loop, u"mia"_s, u"not now"_s});
        QCOMPARE(rowOf(story).status, LoopStatus::Cancelled);
        QCOMPARE(rowOf(story).note, u"not now"_s);
        QCOMPARE(rowOf(story).finishedAt, story.stored.last().event.timestamp);
    }

    void tokensAndCostAddUpOverSessions()
    {
        LoopStory story;
        for (int i = 0; i < 2; ++i) {
            story.say(events::AgentSessionStarted{story.loop,
                                                  step::RESEARCH,
                                                  SessionId(u"s"_s),
                                                  u"playback"_s,
                                                  u"model"_s,
                                                  true,
                                                  {}});
            story.say(events::AgentSessionEnded{
                story.loop, SessionId(u"s"_s), u"completed"_s, {}, {}, 100, 20, 0.25, 1000});
        }
        QCOMPARE(rowOf(story).tokens, 240);
        QCOMPARE(rowOf(story).costUsd, 0.5);
        QVERIFY(rowOf(story).recorded);
    }

    void everySignOfLifeCounts()
    {
        LoopStory story;
        story.say(events::TranscriptAppended{story.loop, SessionId(u"s"_s), {}});
        QCOMPARE(rowOf(story).lastSignAt, story.stored.last().event.timestamp);
    }
};

QTEST_APPLESS_MAIN(TestLoops)
#include "tst_loops.moc"
