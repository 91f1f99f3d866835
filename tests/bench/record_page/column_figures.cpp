// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/record_index.h"
#include "core/store/sqlite/sqlite_record.h"
#include "tests/bench/record_page/figures.h"
#include "tests/bench/record_page/synthetic_record.h"
#include "tests/bench/ui/samples.h"

#include <QFileInfo>

namespace tamma::bench {

using namespace events;
using namespace Qt::StringLiterals;
using engine::RecordIndex;
using readmodels::RecordAnswer;
using readmodels::RecordFilter;
using ui::bench::Sample;
using ui::bench::timed;

namespace {

constexpr qint64 REAL_EVENTS = 100'000;

/// Asks until the answer is whole.
RecordAnswer ask(RecordIndex& index, const RecordFilter& filter)
{
    Result<RecordAnswer> answer = index.matches({filter});
    while (answer && !answer->isWhole()) {
        const auto rest = index.matches({filter, answer->searchedBackTo});
        if (!rest) {
            qFatal("%s", qPrintable(rest.error().detail));
        }
        answer->addOlder(*rest);
    }
    return *std::move(answer);
}

void require(bool holds, const char* what)
{
    if (!holds) {
        qFatal("the bench measures nothing: %s", what);
    }
}

double rateOf(const EventStore& store, const QString& file, qint64 events)
{
    RecordIndex index(store, file);
    qint64 found = 0;
    const Sample time = timed([&] { found = ask(index, {}).matches.count(); });
    require(found == events, "events are missing");
    return 1e3 * double(events) / time.wall;
}

double rateOfSqlite(const QString& file)
{
    const auto store = store::SqliteRecord::open(file);
    require(store.has_value(), "no record");
    for (qint64 first = 1; first <= REAL_EVENTS; first += 1'000) {
        QList<Event> batch;
        for (qint64 position = first; position < first + 1'000; ++position) {
            batch.append(SyntheticRecord::eventAt(position).event);
        }
        require((*store)->append(batch, {}).has_value(), "the record takes nothing");
    }
    return rateOf(**store, {}, REAL_EVENTS);
}

} // namespace

void measureMaking(const Bench& bench)
{
    const double sqlite = rateOfSqlite(bench.folder + u"/record.sqlite"_s);
    bench.report.figure({u"columns made from a SQLite record"_s, sqlite, u"1/s"_s,
                         u"10,000,000 events: %1 s, once"_s.arg(1e7 / sqlite, 0, 'f', 0), 0,
                         u">= 30000"_s, sqlite >= 30'000});
    const SyntheticRecord record(bench.events);
    const double rate = rateOf(record, bench.columnsFile(), bench.events);
    bench.report.figure({u"columns made from events in memory"_s, rate, u"1/s"_s, u"-"_s, 0,
                         u">= 50000"_s, rate >= 50'000});
    const auto bytes = double(QFileInfo(bench.columnsFile()).size())
        + double(QFileInfo(bench.columnsFile() + u"-head"_s).size());
    const double each = bytes / double(bench.events);
    bench.report.figure({u"columns, bytes an event (8 tags, 1 type)"_s, each, u"B"_s, u"-"_s, 0,
                         u"<= 24 B"_s, each <= 24});
}

void measureFilters(const Bench& bench)
{
    const SyntheticRecord record(bench.events);
    RecordIndex index(record, bench.columnsFile());
    const Sample opened = timed([&] { (void)ask(index, {}); });
    bench.report.figure({u"open saved columns, first answer (wall)"_s, opened.wall, u"ms"_s,
                         u"digests of all bytes checked"_s, 0, u"<= 1000 ms"_s,
                         opened.wall <= 1'000});
    const QString loop = SyntheticRecord::loopAt(bench.events / 2);
    const QList<std::pair<QString, RecordFilter>> filters{
        {u"everything"_s, {}},
        {u"one loop (200 events)"_s, {.tags = {{tag::LOOP, loop}}}},
        {u"a tag of every other event"_s, {.tags = {{tag::MODE, u"dev"_s}}}},
        {u"a tag of every event"_s, {.tags = {{tag::WORKFLOW, u"standard-14-step"_s}}}},
        {u"a tag of one in fifty"_s, {.tags = {{tag::USER, u"user-17"_s}}}},
        {u"a tag of one in three, with a type"_s,
         {.types = {u"GATE.FAILED"_s}, .tags = {{tag::PROVIDER, u"provider-1"_s}}}},
        {u"twenty types by a star"_s, {.types = {u"TYPE.*"_s}}},
        {u"a tag that is not there"_s, {.tags = {{tag::GATE, u"none"_s}}}},
        {u"the last day, one step"_s,
         {.tags = {{tag::STEP, u"step-3"_s}},
          .recordedFrom
          = SyntheticRecord::eventAt(bench.events).recorded - std::chrono::hours(24)}}};
    for (const auto& [name, filter] : filters) {
        std::vector<double> times;
        qint64 count = 0;
        for (int round = 0; round < 7; ++round) {
            times.push_back(timed([&] { count = ask(index, filter).matches.count(); }).wall);
        }
        const double median = ui::bench::percentile(times, 0.5);
        bench.report.figure({u"filter: "_s + name + u" (wall, median)"_s, median, u"ms"_s,
                             u"%1 match"_s.arg(count), 0, u"<= 20 ms"_s, median <= 20});
    }
}

} // namespace tamma::bench
