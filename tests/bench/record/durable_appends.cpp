// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/sqlite/sqlite_record.h"
#include "tests/bench/record/figures.h"
#include "tests/bench/record/raw_sqlite.h"
#include "tests/bench/record/workload.h"

#include <algorithm>
#include <functional>
#include <mutex>
#include <thread>

namespace tamma::bench {

using namespace events;
using namespace Qt::StringLiterals;

namespace {

constexpr int ROUNDS = 7;
constexpr int APPENDS = 400; // In each round.
constexpr int LOOPS = 16; // Interleaved: the events of one loop lie apart.
constexpr int READS = 15; // In each round.

/// What every round measured; rounds interleave the peers, so that a busy disk hits all of them.
struct Samples {
    std::vector<double> raw; // Appends a second.
    std::vector<double> single;
    std::vector<double> guarded;
    std::vector<double> rawEight; // Callers at once, each with a transaction for each event.
    std::vector<double> eight;
    std::vector<double> rawMany;
    std::vector<double> many;
    std::vector<double> rawRead; // Milliseconds for the events of one loop.
    std::vector<double> read;
};

template <typename Append> double callersAtOnce(int callers, int each, const Append& append)
{
    std::vector<QList<Event>> events(static_cast<size_t>(callers));
    for (int i = 0; i < callers * each; ++i) {
        events[static_cast<size_t>(i % callers)].append(anEvent(i));
    }
    return callers * each / seconds([&] {
               std::vector<std::jthread> threads;
               threads.reserve(events.size());
               for (const QList<Event>& mine : events) {
                   threads.emplace_back([&append, &mine] { std::ranges::for_each(mine, append); });
               }
           });
}

// One after the other for each event, in turns: the disk is never busier for one than for another.
void measureOneCaller(RawSqlite& raw, EventStore& store, Samples& samples)
{
    Position seen = *store.head();
    const std::function<void(const Event&)> ways[]
        = {[&](const Event& event) { raw.insert(event); },
           [&](const Event& event) { must(store.append({event}, AppendGuard::none())); },
           [&](const Event& event) {
               const auto about = EventQuery::tagged(u"issueId"_s, event.tags.value(u"issueId"_s));
               const auto answer = store.append({event}, AppendGuard::unchanged(about, seen));
               must(answer);
               seen = answer->last;
           }};
    double taken[3] = {};
    for (size_t i = 0; i < 3 * APPENDS; ++i) {
        const size_t way = (i + i / 3) % 3;
        if (way == 2) {
            seen = *store.head();
        }
        const Event event = anEvent(static_cast<qint64>(i / 3));
        taken[way] += seconds([&] { ways[way](event); });
    }
    samples.raw.push_back(APPENDS / taken[0]);
    samples.single.push_back(APPENDS / taken[1]);
    samples.guarded.push_back(APPENDS / taken[2]);
}

void measureManyCallers(RawSqlite& raw, EventStore& store, Samples& samples)
{
    std::mutex mutex;
    const auto alone = [&](const Event& event) {
        const std::scoped_lock lock(mutex);
        raw.insert(event);
    };
    const auto together
        = [&](const Event& event) { must(store.append({event}, AppendGuard::none())); };
    samples.rawEight.push_back(callersAtOnce(8, APPENDS / 4, alone));
    samples.eight.push_back(callersAtOnce(8, APPENDS, together));
    samples.rawMany.push_back(callersAtOnce(64, APPENDS / 16, alone));
    samples.many.push_back(callersAtOnce(64, APPENDS / 4, together));
}

void measureReads(RawSqlite& raw, const EventStore& store, Samples& samples)
{
    const auto mine = EventQuery::tagged(u"loop"_s, u"1"_s);
    const auto milliseconds = [](const auto& read) {
        return seconds([&] {
                   for (int i = 0; i < READS; ++i) {
                       if (read() == 0) {
                           qFatal("nothing was read");
                       }
                   }
               })
            * 1e3 / READS;
    };
    samples.rawRead.push_back(milliseconds([&] { return raw.fetch(LOOP_EVENTS, LOOPS); }));
    samples.read.push_back(milliseconds([&] { return store.read(mine)->size() == LOOP_EVENTS; }));
}

void fill(RawSqlite& raw, EventStore& store)
{
    for (int i = 0; i < LOOP_EVENTS; ++i) {
        QList<Event> batch;
        for (int loop = 0; loop < LOOPS; ++loop) {
            batch.append(anEvent(loop));
            batch.last().tags.insert(u"loop"_s, QString::number(loop));
            raw.insert(batch.last());
        }
        must(store.append(batch, AppendGuard::none()));
    }
}

} // namespace

void measureDurableAppends(BenchReport& report, const QString& folder)
{
    RawSqlite raw(folder + u"/raw.sqlite"_s);
    const auto store = store::SqliteRecord::open(folder + u"/record.sqlite"_s);
    fill(raw, **store);
    Samples samples;
    for (int round = 0; round < ROUNDS; ++round) {
        measureOneCaller(raw, **store, samples);
        measureManyCallers(raw, **store, samples);
        measureReads(raw, **store, samples);
    }
    const auto rate = [&](const QString& name, const std::vector<double>& values,
                          const std::vector<double>& peer, double goal) {
        const double value = median(values);
        const double limit = median(peer);
        report.figure({name, value, u"1/s"_s,
                       u"raw, a transaction each %1/s"_s.arg(limit, 0, 'f', 0), value / limit,
                       u">= %1"_s.arg(goal, 0, 'f', 2), value / limit >= goal});
    };
    rate(u"durable append, 1 caller"_s, samples.single, samples.raw, 0.90);
    rate(u"durable append with a recent guard, 1 caller"_s, samples.guarded, samples.raw, 0.80);
    rate(u"durable append, 8 callers"_s, samples.eight, samples.rawEight, 5);
    rate(u"durable append, 64 callers"_s, samples.many, samples.rawMany, 15);
    const double rawRead = median(samples.rawRead);
    const double read = median(samples.read);
    report.figure({u"read the 200 events of a loop, typed"_s, read, u"ms"_s,
                   u"raw fetch of the rows %1 ms"_s.arg(rawRead, 0, 'f', 2), read / rawRead,
                   u"<= 0.6 ms"_s, read <= 0.6});
}

} // namespace tamma::bench
