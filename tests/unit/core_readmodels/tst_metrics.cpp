// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/readmodels/metrics.h"

#include "core/readmodels/agents.h"
#include "core/readmodels/gate_history.h"
#include "core/readmodels/issues.h"
#include "core/readmodels/plugins.h"
#include "tests/support/loop_story.h"

#include <QJsonArray>
#include <QTest>

using namespace tamma;
using namespace tamma::readmodels;
using tamma::test::LoopStory;
using namespace Qt::StringLiterals;
using workflow::step::CODE_GENERATION;

namespace {

template <typename T> T foldOf(const LoopStory& story)
{
    T fold;
    for (const auto& one : story.stored) {
        fold.apply(one);
    }
    return fold;
}

events::AgentSessionStarted session(const LoopStory& story, const QString& id,
                                    bool recorded = false)
{
    return {story.loop, CODE_GENERATION, SessionId(id), u"claude_code"_s, u"opus"_s, recorded, {}};
}

events::AgentSessionEnded sessionEnd(const LoopStory& story, const QString& id,
                                     const QString& outcome)
{
    return {story.loop, SessionId(id), outcome, {}, {}, 100, 20, 0.5, 3000};
}

events::CodeGenerated attempt(const LoopStory& story, int number)
{
    return {story.loop, number, u"commit-%1"_s.arg(number)};
}

} // namespace

class TestMetrics : public QObject {
    Q_OBJECT

private slots:
    void countsALoopThatNeededNobody();
    void countsALoopThatNeededHelp();
    void addsDaysUp();
    void keepsWhatGatesDid();
    void countsWhatAgentsCost();
    void knowsPlugins();
    void fillsTheProjectionOfAnIssue();
};

void TestMetrics::countsALoopThatNeededNobody()
{
    LoopStory story; // One event a second.
    story.say(attempt(story, 1)).ask(workflow::step::APPROVAL_GATE, u"merge"_s);
    story.say(events::ApprovalGranted{story.approval, story.loop, u"mia"_s})
        .say(events::LoopCompleted{story.loop, {}});
    const MetricCounts day = foldOf<Metrics>(story).total(0, 0);
    QCOMPARE(day.loopsStarted, 1);
    QCOMPARE(day.loopsCompleted, 1);
    QCOMPARE(day.autonomous, 1);
    QCOMPARE(day.leadTimeMs, 4000);
    QCOMPARE(day.approvalsRequested, 1);
    QCOMPARE(day.approvalsDecided, 1);
    QCOMPARE(day.approvalWaitMs, 1000);
    QCOMPARE(day.retries, 0);
}

void TestMetrics::countsALoopThatNeededHelp()
{
    LoopStory story;
    story.say(attempt(story, 1)).failGate(workflow::step::TEST_VALIDATION, u"test"_s);
    story.ask(workflow::step::TEST_VALIDATION, u"escalation"_s).say(attempt(story, 2));
    story.say(events::LoopCompleted{story.loop, {}});
    const MetricCounts day = foldOf<Metrics>(story).total(0, 0);
    QCOMPARE(day.autonomous, 0);
    QCOMPARE(day.attempts, 2);
    QCOMPARE(day.retries, 1);
    QCOMPARE(day.gateRuns, 1);
    QCOMPARE(day.gateFailures, 1);
}

void TestMetrics::addsDaysUp()
{
    LoopStory story;
    while (story.stored.size() < 86'400 + 10) { // A day has so many seconds.
        story.say(attempt(story, 1));
    }
    const Metrics metrics = foldOf<Metrics>(story);
    QCOMPARE(metrics.days().size(), 2);
    QCOMPARE(metrics.total(0, 0).attempts + metrics.total(1, 1).attempts,
             metrics.total(0, 1).attempts);
    QCOMPARE(metrics.total(0, 1).attempts, story.stored.size() - 1);
    QCOMPARE(metrics.total(5, 9), MetricCounts());
}

void TestMetrics::keepsWhatGatesDid()
{
    LoopStory story;
    story.failGate(workflow::step::TEST_VALIDATION, u"test"_s);
    events::Verdict verdict;
    verdict.gateId = GateId(u"test"_s);
    verdict.durationMs = 40;
    story.say(events::GatePassed{story.loop, verdict});
    const GateHistory gates = foldOf<GateHistory>(story);
    const GateTotals totals = gates.totals().value(GateId(u"test"_s));
    QCOMPARE(totals.runs, 2);
    QCOMPARE(totals.failures, 1);
    QCOMPARE(totals.durationMs, 40);
    QCOMPARE(gates.newest().size(), 2);
    QVERIFY(!gates.newest().first().passed);
    QCOMPARE(gates.newest().last().issueId.text(), u"issue-1"_s);
    while (story.stored.size() < GateHistory::RUNS_KEPT + 50) {
        story.say(events::GatePassed{story.loop, verdict});
    }
    QCOMPARE(foldOf<GateHistory>(story).newest().size(), GateHistory::RUNS_KEPT);
}

void TestMetrics::countsWhatAgentsCost()
{
    LoopStory story;
    story.say(session(story, u"1"_s)).say(sessionEnd(story, u"1"_s, u"completed"_s));
    story.say(session(story, u"2"_s)).say(sessionEnd(story, u"2"_s, u"limitReached"_s));
    story.say(session(story, u"3"_s, true)).say(sessionEnd(story, u"3"_s, u"completed"_s));
    story.say(session(story, u"4"_s));
    const Agents agents = foldOf<Agents>(story);
    const AgentTotals totals = agents.totals().value({u"claude_code"_s, u"opus"_s});
    QCOMPARE(totals.sessions, 2); // A recording costs nothing.
    QCOMPARE(totals.failures, 1);
    QCOMPARE(totals.inputTokens, 200);
    QCOMPARE(totals.costUsd, 1.0);
    QCOMPARE(agents.newest().size(), 3);
    QCOMPARE(agents.running().size(), 1);
    story.start(CODE_GENERATION); // After a crash: the old session is not there any more.
    QVERIFY(foldOf<Agents>(story).running().isEmpty());
}

void TestMetrics::knowsPlugins()
{
    LoopStory story;
    const auto say
        = [&story](const QString& type, const QJsonObject& data, const QString& success) {
              story.say(events::OpaquePayload{type, 1, data});
              story.stored.last().event.tags.insert(u"pluginName"_s, u"security-scan"_s);
              story.stored.last().event.tags.insert(u"success"_s, success);
          };
    say(u"PLUGIN.INSTALLED"_s,
        {{u"version"_s, u"1.4"_s}, {u"capabilities"_s, QJsonArray{u"network"_s}}}, {});
    say(u"PLUGIN.EXECUTED"_s, {}, u"true"_s);
    say(u"PLUGIN.EXECUTED"_s, {}, u"false"_s);
    const QList<PluginRow> rows = foldOf<Plugins>(story).rows();
    QCOMPARE(rows.size(), 1);
    QCOMPARE(rows.first().version, u"1.4"_s);
    QCOMPARE(rows.first().capabilities, QStringList{u"network"_s});
    QVERIFY(rows.first().installed);
    QCOMPARE(rows.first().runs, 2);
    QCOMPARE(rows.first().failures, 1);
    say(u"PLUGIN.REMOVED"_s, {}, {});
    QVERIFY(!foldOf<Plugins>(story).rows().first().installed);
}

void TestMetrics::fillsTheProjectionOfAnIssue()
{
    LoopStory story;
    story.stored.clear();
    events::IssueCreated created;
    created.issueId = IssueId(u"issue-1"_s);
    story.say(created);
    QCOMPARE(foldOf<Issues>(story).rows().first().status, IssueStatus::Pending);
    LoopStory loop;
    story.say(loop.stored.first().event.payload)
        .say(events::IssueAssigned{created.issueId, story.loop, u"mia"_s, u"branch"_s})
        .start(CODE_GENERATION)
        .say(attempt(story, 1))
        .failGate(workflow::step::TEST_VALIDATION, u"test"_s)
        .say(attempt(story, 2))
        .say(events::OpaquePayload{u"PLUGIN.EXECUTED"_s});
    story.stored.last().event.tags.insert(u"pluginName"_s, u"debug"_s);
    const IssueRow row = foldOf<Issues>(story).rows().first();
    QCOMPARE(row.status, IssueStatus::Running);
    QCOMPARE(row.currentStep, workflow::step::TEST_VALIDATION);
    QCOMPARE(row.assignee, u"mia"_s);
    QCOMPARE(row.codeGenerationAttempts, 2);
    QCOMPARE(row.gateFailures, 1);
    QCOMPARE(row.pluginsExecuted, QStringList{u"debug"_s});
    QCOMPARE(row.totalEvents, story.stored.size());
    QCOMPARE(row.createdAt, story.stored.first().event.timestamp);
    QCOMPARE(row.updatedAt, story.stored.last().event.timestamp);
    story.say(events::LoopFailed{story.loop});
    QCOMPARE(foldOf<Issues>(story).rows().first().status, IssueStatus::Failed);
}

QTEST_APPLESS_MAIN(TestMetrics)
#include "tst_metrics.moc"
