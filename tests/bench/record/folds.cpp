// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/id_source.h"
#include "core/engine/replay.h"
#include "core/events/identity_tags.h"
#include "core/store/sqlite/sqlite_record.h"
#include "core/workflow/standard_workflow.h"
#include "tests/bench/record/figures.h"
#include "tests/bench/record/workload.h"

#include <random>

namespace tamma::bench {

using namespace events;
using namespace Qt::StringLiterals;
using readmodels::ReadModels;

namespace {

constexpr int ROUNDS = 5;

/// The payloads of one loop, about LOOP_EVENTS: as real ones have them, mostly transcript.
QList<Payload> storyOf(int number)
{
    const LoopId loop(u"loop-%1"_s.arg(number));
    const IssueId issue(u"issue-%1"_s.arg(number));
    const SessionId session(u"session-%1"_s.arg(number));
    const QList<PlannedStep> plan = workflow::standardPlan({});
    IssueCreated created{issue, number, u"/work/shop"_s, u"Round payments to the cent"_s};
    LoopStarted start;
    start.loopId = loop;
    start.issueId = issue;
    start.plan = plan;
    QList<Payload> story{created, start};
    for (const PlannedStep& step : plan) {
        story.append(StepStarted{loop, step.id, step.name, 1});
        story.append(
            AgentSessionStarted{loop, step.id, session, u"claude_code"_s, u"sonnet"_s, false, {}});
        for (int i = 0; i < 9; ++i) {
            story.append(TranscriptAppended{
                loop, session, {{u"text"_s, u"I look at the rounding of line %1."_s.arg(i)}}});
        }
        story.append(AgentSessionEnded{loop, session, u"completed"_s, {}, {}, 900, 80, 0.02, 3000});
        Verdict verdict;
        verdict.gateId = GateId(u"test"_s);
        verdict.stepId = step.id;
        verdict.summary = u"412 tests passed."_s;
        story.append(GatePassed{loop, verdict});
        story.append(StepCompleted{loop, step.id, 1, false, u"412 tests passed."_s});
    }
    story.append(LoopCompleted{loop, {}});
    return story;
}

void fill(store::SqliteRecord& record, qint64 events)
{
    UuidV7Source ids;
    const SystemClock clock;
    qint64 stored = 0;
    for (int number = 1; stored < events; ++number) {
        QList<Event> batch;
        for (const Payload& payload : storyOf(number)) {
            Tags tags = identityTags(payload);
            tags.insert(tag::ISSUE, u"issue-%1"_s.arg(number));
            batch.append({EventId(ids.next()), clock.now(), tags, {.actor = u"engine"_s}, payload});
        }
        stored += batch.size();
        must(record.append(batch, AppendGuard::none()));
    }
}

} // namespace

void measureFolds(BenchReport& report, const QString& folder, qint64 events)
{
    const auto record = *store::SqliteRecord::open(folder + u"/folds.sqlite"_s);
    fill(*record, events);
    const Position head = *record->head();
    const auto count = static_cast<double>(head.value);
    const engine::Snapshots snapshots(folder + u"/snapshots"_s, *record);
    std::vector<double> raw;
    std::vector<double> folded;
    for (int round = 0; round < ROUNDS; ++round) {
        raw.push_back(count / seconds([&] {
                          (void)record->eachRow([](const store::StoredRow&) { return Result<>(); },
                                                {});
                      }));
        engine::Folded<ReadModels> state; // Its end is no part of catching up.
        folded.push_back(count / seconds([&] { (void)engine::foldOn(state, *record, head, {}); }));
    }
    const double rate = median(folded);
    report.figure({u"catch up, rows only"_s, median(raw), u"1/s"_s, u"limit 1,500,000/s"_s,
                   median(raw) / 1.5e6, u">= 1,500,000/s"_s, median(raw) >= 1.5e6});
    report.figure({u"catch up, folded into all read models"_s, rate, u"1/s"_s,
                   u"rows only %1/s"_s.arg(median(raw), 0, 'f', 0), rate / median(raw),
                   u">= 500,000/s"_s, rate >= 5e5});
    (void)engine::foldRecord<ReadModels>(*record, snapshots, head, {});
    std::vector<double> started;
    for (int round = 0; round < ROUNDS; ++round) {
        started.push_back(
            seconds([&] { (void)engine::fromSnapshot<ReadModels>(snapshots, head); }));
    }
    report.figure({u"start from a snapshot of %1 events"_s.arg(head.value), median(started), u"s"_s,
                   u"fold of everything %1 s"_s.arg(count / rate, 0, 'f', 2),
                   median(started) * rate / count, u"<= 0.3 s"_s, median(started) <= 0.3});
    std::mt19937 random(1);
    std::vector<double> states;
    for (int i = 0; i < 200; ++i) { // What the inspector of an event shows.
        const qint64 position = std::uniform_int_distribution<qint64>(1, head.value)(random);
        states.push_back(1e3 * seconds([&] {
                             const auto stored = record->read(
                                 {.after = {position - 1}, .limit = 1, .upTo = {position}});
                             EventQuery story = EventQuery::tagged(
                                 tag::ISSUE, stored->first().event.tags.value(tag::ISSUE));
                             story.upTo = {position};
                             readmodels::Loops loops;
                             const auto read = record->read(story);
                             for (const StoredEvent& one : *read) {
                                 loops.apply(one);
                             }
                         }));
    }
    std::ranges::sort(states);
    const double worst = states[states.size() * 99 / 100];
    report.figure({u"state of a loop at any position, p99"_s, worst, u"ms"_s, u"limit 50 ms"_s,
                   worst / 50, u"<= 50 ms"_s, worst <= 50});
}

} // namespace tamma::bench
