// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/id_source.h"
#include "core/store/sql_event_store.h"
#include "tests/bench/record/raw_sqlite.h"
#include "tests/support/bench_report.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QTemporaryDir>

#include <algorithm>
#include <thread>
#include <vector>

using namespace tamma;
using namespace tamma::events;
using namespace Qt::StringLiterals;

namespace {

constexpr int ROUNDS = 7;
constexpr int APPENDS = 150; // In each round.
constexpr int LOOPS = 16; // Interleaved: the events of one loop lie apart.
constexpr int LOOP_EVENTS = 200;
constexpr int READS = 15; // In each round.

// About 540 bytes and seven tags: what an ordinary event of a loop looks like.
Event anEvent(int loop)
{
    static UuidV7Source ids;
    const QString loopId = u"0193d0a0-0000-7000-8000-%1"_s.arg(loop, 12, 10, QLatin1Char('0'));
    return {
        EventId(ids.next()),
        SystemClock().now(),
        {{u"issueId"_s, loopId},
         {u"loopId"_s, loopId},
         {u"stepId"_s, u"CODE_GENERATION"_s},
         {u"mode"_s, u"dev"_s},
         {u"provider"_s, u"playback"_s},
         {u"userId"_s, u"ann"_s},
         {u"workflowName"_s, u"standard-14-step"_s}},
        {.actor = u"engine"_s},
        StepCompleted{LoopId(loopId), StepId(u"CODE_GENERATION"_s), 1, false, QString(90, u'x')}};
}

void must(const Result<AppendReceipt>& answer)
{
    if (!answer) {
        qFatal("%s", qPrintable(answer.error().detail));
    }
}

// Seconds that `work` takes.
template <typename F> double seconds(const F& work)
{
    QElapsedTimer timer;
    timer.start();
    work();
    return static_cast<double>(timer.nsecsElapsed()) / 1e9;
}

double median(std::vector<double> values)
{
    std::ranges::sort(values);
    return values[values.size() / 2];
}

/// What every round measured; rounds interleave the peers, so that a busy disk hits all of them.
struct Samples {
    std::vector<double> raw; // Appends a second.
    std::vector<double> single;
    std::vector<double> guarded;
    std::vector<double> eight;
    std::vector<double> rawRead; // Milliseconds for the events of one loop.
    std::vector<double> read;
};

void measureAppends(RawSqlite& raw, EventStore& store, Samples& samples)
{
    const auto each = [](const auto& append) {
        return APPENDS / seconds([&] {
                   for (int i = 0; i < APPENDS; ++i) {
                       append(anEvent(LOOPS + i % 4));
                   }
               });
    };
    samples.raw.push_back(each([&](const Event& event) { raw.insert(event); }));
    samples.single.push_back(
        each([&](const Event& event) { must(store.append({event}, AppendGuard::none())); }));
    Position seen = *store.head();
    samples.guarded.push_back(each([&](const Event& event) {
        const auto about = EventQuery::tagged(u"loopId"_s, event.tags.value(u"loopId"_s));
        const auto answer = store.append({event}, AppendGuard::unchanged(about, seen));
        must(answer);
        seen = answer->last;
    }));
    constexpr int CALLERS = 8;
    samples.eight.push_back(
        CALLERS * APPENDS / seconds([&] {
            std::vector<std::jthread> callers;
            for (int n = 0; n < CALLERS; ++n) {
                callers.emplace_back([&, n] {
                    for (int i = 0; i < APPENDS; ++i) {
                        must(store.append({anEvent(LOOPS + n)}, AppendGuard::none()));
                    }
                });
            }
        }));
}

void measureReads(RawSqlite& raw, const EventStore& store, Samples& samples)
{
    const QString loopId = anEvent(0).tags.value(u"loopId"_s);
    samples.rawRead.push_back(seconds([&] {
                                  for (int i = 0; i < READS; ++i) {
                                      if (raw.fetch(LOOP_EVENTS, LOOPS) == 0) {
                                          qFatal("nothing was fetched");
                                      }
                                  }
                              })
                              * 1e3 / READS);
    samples.read.push_back(seconds([&] {
                               for (int i = 0; i < READS; ++i) {
                                   if (store.read(EventQuery::tagged(u"loopId"_s, loopId))->size()
                                       != LOOP_EVENTS) {
                                       qFatal("not all events were read");
                                   }
                               }
                           })
                           * 1e3 / READS);
}

void fill(RawSqlite& raw, EventStore& store)
{
    for (int i = 0; i < LOOP_EVENTS; ++i) {
        QList<Event> batch;
        for (int loop = 0; loop < LOOPS; ++loop) {
            batch.append(anEvent(loop));
            raw.insert(batch.last());
        }
        must(store.append(batch, AppendGuard::none()));
    }
}

void report(BenchReport& report, const Samples& samples)
{
    const double raw = median(samples.raw);
    const auto rate = [&](const QString& name, const std::vector<double>& values, double goal) {
        const double value = median(values);
        report.figure({name, value, u"1/s"_s,
                       u"one raw insert a transaction %1/s"_s.arg(raw, 0, 'f', 0), value / raw,
                       u">= %1"_s.arg(goal, 0, 'f', 2), value / raw >= goal});
    };
    rate(u"durable append, 1 caller"_s, samples.single, 0.4);
    rate(u"durable append with a guard, 1 caller"_s, samples.guarded, 0.35);
    rate(u"durable append, 8 callers"_s, samples.eight, 1.5);
    const double rawRead = median(samples.rawRead);
    const double read = median(samples.read);
    report.figure({u"read the 200 events of a loop, typed"_s, read, u"ms"_s,
                   u"raw fetch of the rows %1 ms"_s.arg(rawRead, 0, 'f', 2), read / rawRead,
                   u"<= 5.00"_s, read / rawRead <= 5});
}

} // namespace

int main(int argc, char** argv)
{
    QCoreApplication app(argc, argv);
    BenchReport output(argc, argv);
    // Beside the program: /tmp may lie in memory, where "durable" costs nothing.
    const QTemporaryDir folder(QCoreApplication::applicationDirPath() + u"/bench-record-XXXXXX"_s);
    RawSqlite raw(folder.filePath(u"raw.sqlite"_s));
    const auto store = store::SqlEventStore::open(folder.filePath(u"record.sqlite"_s));
    if (!store) {
        qFatal("%s", qPrintable(store.error().detail));
    }
    fill(raw, **store);
    Samples samples;
    for (int round = 0; round < ROUNDS; ++round) {
        measureAppends(raw, **store, samples);
        measureReads(raw, **store, samples);
    }
    report(output, samples);
    return output.exitCode();
}
