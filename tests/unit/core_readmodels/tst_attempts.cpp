// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/readmodels/attempts.h"
#include "tests/support/loop_story.h"

#include <QTest>

using namespace tamma;
using namespace tamma::events;
using namespace tamma::readmodels;
using namespace Qt::StringLiterals;
using tamma::test::LoopStory;
using workflow::step::CODE_GENERATION;

namespace {

/// A loop whose attempts are told with their sessions and verdicts.
struct Story : LoopStory {
    Story() { passUntil(CODE_GENERATION); }

    Story& session(const QString& id, const QString& prompt, qint64 tokens)
    {
        AgentSessionStarted begun{loop, CODE_GENERATION, SessionId(id), u"playback"_s, u"m1"_s};
        begun.prompt = prompt;
        say(begun);
        say(AgentSessionEnded{loop, SessionId(id), u"completed"_s, {}, {}, tokens, 1, 0.5, 100});
        return *this;
    }
    Story& code(int attempt)
    {
        start(CODE_GENERATION, attempt);
        say(CodeGenerated{loop,
                          attempt,
                          u"c%1"_s.arg(attempt),
                          u"base"_s,
                          {u"a.txt"_s},
                          3,
                          1,
                          u"Did %1"_s.arg(attempt)});
        say(StepCompleted{loop, CODE_GENERATION, attempt, false, u"done"_s});
        return *this;
    }
    Story& verdict(const QString& gate, const QString& commit, bool passed)
    {
        Verdict verdict;
        verdict.gateId = GateId(gate);
        verdict.stepId = StepId(gate);
        verdict.commit = commit;
        verdict.summary = gate + (passed ? u" is well"_s : u" is broken"_s);
        say(passed ? Payload(GatePassed{loop, verdict}) : Payload(GateFailed{loop, verdict}));
        return *this;
    }
    [[nodiscard]] QList<AttemptStory> told() const
    {
        Attempts attempts;
        for (const StoredEvent& event : stored) {
            attempts.apply(event);
        }
        return attempts.rows();
    }
};

} // namespace

class AttemptsTest : public QObject {
    Q_OBJECT

private slots:
    void tellsWhatEachTryChangedAndWhy()
    {
        Story story;
        story.session(u"s1"_s, u"Do it"_s, 10).code(1);
        story.verdict(u"build"_s, u"c1"_s, true).verdict(u"test"_s, u"c1"_s, false);
        story.session(u"s2"_s, u"Do it better"_s, 20).code(2);
        story.verdict(u"test"_s, u"c2"_s, true);
        const auto told = story.told();
        QCOMPARE(told.size(), 2);
        QCOMPARE(told[0].number, 1);
        QCOMPARE(told[0].prompt, u"Do it"_s);
        QVERIFY(told[0].reasons.isEmpty());
        QCOMPARE(told[0].gates.size(), 2);
        QVERIFY(told[0].gates[0].passed && !told[0].gates[1].passed);
        QCOMPARE(told[0].tokens, 11);
        QCOMPARE(told[0].model, u"m1"_s);
        QCOMPARE(told[1].commit, u"c2"_s);
        QCOMPARE(told[1].prompt, u"Do it better"_s);
        QCOMPARE(told[1].summary, u"Did 2"_s);
        QCOMPARE(told[1].reasons.size(), 1);
        QCOMPARE(told[1].reasons.first().source, u"gate:test"_s);
        QCOMPARE(told[1].gates.size(), 1);
        QCOMPARE(told[1].tokens, 21);
        QVERIFY(told[0].at < told[1].at);
    }

    void countsSessionsThatFailedAndTakesTheLastPrompt()
    {
        Story story;
        story.session(u"s1"_s, u"First"_s, 10).session(u"s2"_s, u"Again"_s, 20).code(1);
        QCOMPARE(story.told().first().prompt, u"Again"_s);
        QCOMPARE(story.told().first().tokens, 32);
        QCOMPARE(story.told().first().costUsd, 1.0);
    }

    void aGateThatJudgesAgainReplacesItsVerdict()
    {
        Story story;
        story.session(u"s1"_s, u"Do"_s, 1).code(1);
        story.verdict(u"test"_s, u"c1"_s, false).verdict(u"test"_s, u"c1"_s, true);
        story.verdict(u"test"_s, u"elsewhere"_s, false);
        QCOMPARE(story.told().first().gates.size(), 1);
        QVERIFY(story.told().first().gates.first().passed);
    }

    void forksAreToldApart()
    {
        Story story;
        story.session(u"s1"_s, u"Do it"_s, 10).code(1);
        const LoopId first = std::exchange(story.loop, LoopId(u"loop-2"_s));
        story.session(u"s2"_s, u"Do it otherwise"_s, 20).code(1);
        story.verdict(u"test"_s, u"c1"_s, false);
        story.loop = first;
        story.session(u"s3"_s, u"Once more"_s, 5).code(2);
        const auto told = story.told();
        QCOMPARE(told.size(), 3);
        QCOMPARE(told[1].loopId.text(), u"loop-2"_s);
        QCOMPARE(told[1].prompt, u"Do it otherwise"_s);
        QCOMPARE(told[1].tokens, 21);
        QVERIFY(told[0].gates.isEmpty()); // The same commit, judged in the other loop.
        QCOMPARE(told[1].gates.size(), 1);
        QCOMPARE(told[2].loopId, first);
        QCOMPARE(told[2].number, 2);
    }

    void sessionsOfOtherStepsAreNotMixedIn()
    {
        Story story;
        AgentSessionStarted research{story.loop, workflow::step::RESEARCH, SessionId(u"r"_s)};
        research.prompt = u"Research"_s;
        story.say(research);
        story.say(AgentSessionEnded{story.loop, SessionId(u"r"_s), u"completed"_s, {}, {}, 99, 99});
        story.code(1); // Found after an interruption: no session is told.
        QCOMPARE(story.told().first().prompt, QString());
        QCOMPARE(story.told().first().tokens, 0);
    }
};

QTEST_GUILESS_MAIN(AttemptsTest)
#include "tst_attempts.moc"
