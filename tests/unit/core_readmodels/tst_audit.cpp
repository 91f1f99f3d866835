// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/readmodels/audit.h"

#include "tests/support/loop_story.h"

#include <QTest>

using namespace tamma;
using tamma::readmodels::Audit;
using tamma::test::LoopStory;
using namespace Qt::StringLiterals;

namespace {

Audit auditOf(const LoopStory& story)
{
    Audit audit;
    for (const auto& one : story.stored) {
        audit.apply(one);
    }
    return audit;
}

events::CodeGenerated code(const LoopStory& story, int attempt, const QString& commit)
{
    return {story.loop, attempt, commit, u"base"_s, {u"a.cpp"_s, commit}, 5, 2, {}};
}

events::Verdict verdict(const QString& gate, const QString& commit, const QString& summary)
{
    events::Verdict verdict;
    verdict.gateId = GateId(gate);
    verdict.commit = commit;
    verdict.summary = summary;
    return verdict;
}

events::PullRequestMerged merged(const LoopStory& story)
{
    return {PullRequestId(u"pr"_s), story.loop, u"merge"_s, u"main"_s};
}

} // namespace

class TestAudit : public QObject {
    Q_OBJECT

private slots:
    void tellsWhoDecidedOnWhichProof()
    {
        LoopStory story;
        story.say(code(story, 1, u"c1"_s)).ask(StepId(u"APPROVAL_GATE"_s), u"merge"_s);
        const ApprovalId first = story.approval;
        story.say(events::ApprovalRejected{first, story.loop, u"mia"_s, u"Too wide"_s});
        story.ask(StepId(u"APPROVAL_GATE"_s), u"merge"_s);
        const events::Evidence proof{u"c2"_s, u"base"_s, u"digest"_s, {u"test:c2:hash"_s}};
        story.say(events::ApprovalGranted{story.approval, story.loop, u"ann"_s, u"Fine"_s, proof});
        story.say(merged(story));
        const auto decisions = auditOf(story).decisions();
        QCOMPARE(decisions.size(), 2);
        QCOMPARE(decisions.first().decision, u"rejected"_s);
        QCOMPARE(decisions.first().by, u"mia"_s);
        QCOMPARE(decisions.first().note, u"Too wide"_s);
        QCOMPARE(decisions.last().decision, u"granted"_s);
        QCOMPARE(decisions.last().kind, u"merge"_s);
        QCOMPARE(decisions.last().evidence, proof);
        QCOMPARE(decisions.last().mergeCommit, u"merge"_s);
        QCOMPARE(decisions.last().repository, u"/repository"_s);
    }

    void findsNothingWhereEveryGatePassedInTheEnd()
    {
        LoopStory story;
        story.say(code(story, 1, u"c1"_s));
        story.say(events::GateFailed{story.loop, verdict(u"security"_s, u"c1"_s, u"A secret"_s)});
        story.say(code(story, 2, u"c2"_s));
        story.say(events::GateFailed{story.loop, verdict(u"test"_s, u"c2"_s, u"Flaky"_s)});
        story.say(events::GatePassed{story.loop, verdict(u"test"_s, u"c2"_s, u"Passed"_s)});
        story.say(events::GatePassed{story.loop, verdict(u"security"_s, u"c2"_s, u"None"_s)});
        story.say(merged(story));
        QVERIFY(auditOf(story).violations().isEmpty());
    }

    void findsAGateThatWasMergedOver()
    {
        LoopStory story;
        story.say(code(story, 1, u"c1"_s));
        story.say(events::GatePassed{story.loop, verdict(u"test"_s, u"c1"_s, u"Passed"_s)});
        story.say(events::GateFailed{story.loop, verdict(u"security"_s, u"c1"_s, u"A secret"_s)});
        story.say(merged(story));
        const auto violations = auditOf(story).violations();
        QCOMPARE(violations.size(), 1);
        QCOMPARE(violations.first().gateId, GateId(u"security"_s));
        QCOMPARE(violations.first().commit, u"c1"_s);
        QCOMPARE(violations.first().mergeCommit, u"merge"_s);
        QCOMPARE(violations.first().summary, u"A secret"_s);
    }

    void tellsWhatEachAgentTouched()
    {
        LoopStory story;
        events::AgentSessionStarted session;
        session.loopId = story.loop;
        session.stepId = StepId(u"CODE_GENERATION"_s);
        session.provider = u"claude_code"_s;
        session.model = u"sonnet"_s;
        story.say(session).say(code(story, 1, u"c1"_s));
        session.stepId = StepId(u"CODE_REVIEW"_s); // A reviewer touches nothing.
        session.provider = u"other"_s;
        story.say(session).say(code(story, 2, u"c2"_s));
        const auto work = auditOf(story).work();
        QCOMPARE(work.size(), 2);
        QCOMPARE(work.last().provider, u"claude_code"_s);
        QCOMPARE(work.last().model, u"sonnet"_s);
        QCOMPARE(work.last().attempt, 2);
        QCOMPARE(work.last().filesChanged, (QStringList{u"a.cpp"_s, u"c2"_s}));
    }
};

QTEST_GUILESS_MAIN(TestAudit)
#include "tst_audit.moc"
