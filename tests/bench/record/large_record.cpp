// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/id_source.h"
#include "core/store/sqlite/sqlite_record.h"
#include "tests/bench/record/figures.h"
#include "tests/bench/record/raw_sqlite.h"
#include "tests/bench/record/workload.h"

#include <QFileInfo>

namespace tamma::bench {

using namespace events;
using namespace Qt::StringLiterals;
using store::SqliteRecord;

namespace {

constexpr int BATCH = 1'000;
constexpr int ROUNDS = 7;

/// One record beside the raw rows of the same events.
class LargeRecord {
public:
    LargeRecord(BenchReport& report, const QString& folder, qint64 events)
        : m_report(report)
        , m_file(folder + u"/large.sqlite"_s)
        , m_rawFile(folder + u"/large-raw.sqlite"_s)
        , m_events(events)
        , m_raw(std::make_unique<RawSqlite>(m_rawFile))
        , m_store(*SqliteRecord::open(m_file))
    {
    }

    void fill()
    {
        double mine = 0;
        double raw = 0;
        for (qint64 first = 0; first < m_events; first += BATCH) {
            QList<Event> batch;
            batch.reserve(BATCH);
            for (qint64 number = first; number < first + BATCH; ++number) {
                batch.append(anEvent(number));
            }
            raw += seconds([&] { m_raw->insertAll(batch); });
            mine += seconds([&] { must(m_store->append(batch, AppendGuard::none())); });
        }
        const double rate = static_cast<double>(m_events) / mine;
        const double limit = static_cast<double>(m_events) / raw;
        m_report.figure({u"append, 1,000 at once"_s, rate, u"1/s"_s,
                         u"raw inserts, 1,000 a transaction %1/s"_s.arg(limit, 0, 'f', 0),
                         rate / limit, u">= 0.60"_s, rate / limit >= 0.6});
    }

    void measureSize()
    {
        m_raw.reset();
        m_store.reset(); // Folds the write-ahead logs in.
        const auto raw = static_cast<double>(QFileInfo(m_rawFile).size());
        const auto mine = static_cast<double>(QFileInfo(m_file).size());
        const auto events = static_cast<double>(m_events);
        const double index = static_cast<double>(bytesOfTable(m_file, "posting")) / events;
        m_report.figure({u"whole record, bytes an event"_s, mine / events, u"B"_s,
                         u"raw rows %1 B"_s.arg(raw / events, 0, 'f', 0), mine / raw, u"<= 1.10"_s,
                         mine / raw <= 1.1});
        m_report.figure({u"index of tags, bytes an event"_s, index, u"B"_s, u"the whole record"_s,
                         index * events / mine, u"<= 20 B"_s, index <= 20});
        const double opening = 1e3 * seconds([&] { m_store = *SqliteRecord::open(m_file); });
        m_report.figure(
            {u"open the record"_s, opening, u"ms"_s, u"-"_s, 0, u"<= 50 ms"_s, opening <= 50});
    }

    void measureQueries()
    {
        const QString loop = loopOf(m_events / 2);
        const auto item = [](const QStringList& types, const Tags& tags) {
            return EventQuery{{{types, tags}}};
        };
        const QString type = u"TYPE.%1.SUCCESS"_s.arg(m_events / 2 % 20);
        ask(u"issue and type"_s, item({type}, {{u"issueId"_s, loop}}), 0.15);
        ask(u"a loop of 200 events"_s, item({}, {{u"issueId"_s, loop}}), 0.6);
        EventQuery page = item({}, {{u"userId"_s, u"user-7"_s}});
        page.after = Position{m_events / 2};
        page.limit = 100;
        ask(u"page of 100 of a rare tag"_s, page, 0.5);
        page.items = item({}, {{u"mode"_s, u"dev"_s}}).items;
        ask(u"page of 100 of a common tag"_s, page, 0.5);
        page.backwards = true;
        page.upTo = page.after;
        page.after = {};
        ask(u"the same, backwards"_s, page, 0.5);
        EventQuery three
            = item({u"TYPE.10.SUCCESS"_s},
                   {{u"pluginName"_s, u"plugin-2"_s}, {u"provider"_s, u"provider-1"_s}});
        three.after = Position{m_events / 2};
        three.limit = 100;
        ask(u"three common words, 100 of them"_s, three, 5);
        ask(u"a tag that never was"_s, item({}, {{u"issueId"_s, u"none"_s}}), 0.1);
    }

    void measureGuards()
    {
        std::vector<double> plain;
        std::vector<double> unique;
        UuidV7Source ids;
        for (int round = 0; round < ROUNDS; ++round) {
            plain.push_back(1e6 * seconds([&] { appendEach(200, {}); }) / 200);
            unique.push_back(1e6 * seconds([&] { appendEach(200, ids.next()); }) / 200);
        }
        const double ratio = median(plain) / median(unique);
        m_report.figure({u"durable append of a name that must be new"_s, median(unique), u"us"_s,
                         u"without a guard %1 us"_s.arg(median(plain), 0, 'f', 0), ratio,
                         u">= 0.72"_s, ratio >= 0.72});
    }

    void measureCare()
    {
        const double million = 1e6 / static_cast<double>(m_events);
        const double verified = million * seconds([&] {
                                    if (!m_store->verify()->isGood()) {
                                        qFatal("the record is not good");
                                    }
                                });
        limited(u"verify a million events"_s, verified, u"s"_s, 3);
        const double rebuilt
            = million * seconds([&] { static_cast<void>(m_store->rebuildIndex()); });
        limited(u"rebuild the index of a million"_s, rebuilt, u"s"_s, 2);
    }

private:
    void limited(const QString& what, double value, const QString& unit, double limit)
    {
        const QString written = u"%1 %2"_s.arg(limit).arg(unit);
        m_report.figure({what, value, unit, u"limit "_s + written, value / limit,
                         u"<= "_s + written, value <= limit});
    }

    void ask(const QString& what, const EventQuery& query, double goal)
    {
        std::vector<double> times;
        qsizetype found = 0;
        for (int round = 0; round < 4 * ROUNDS; ++round) {
            times.push_back(1e3 * seconds([&] { found = m_store->read(query)->size(); }));
        }
        limited(u"%1, %2 events"_s.arg(what).arg(found), median(times), u"ms"_s, goal);
    }

    void appendEach(int count, const QString& name)
    {
        for (int i = 0; i < count; ++i) {
            Event event = anEvent(i);
            AppendGuard guard;
            if (!name.isEmpty()) {
                event.tags.insert(u"name"_s, u"%1-%2"_s.arg(name).arg(i));
                guard = AppendGuard::never(
                    EventQuery::tagged(u"name"_s, event.tags.value(u"name"_s)));
            }
            must(m_store->append({event}, guard));
        }
    }

    BenchReport& m_report;
    QString m_file;
    QString m_rawFile;
    qint64 m_events;
    std::unique_ptr<RawSqlite> m_raw;
    std::unique_ptr<SqliteRecord> m_store;
};

} // namespace

void measureLargeRecord(BenchReport& report, const QString& folder, qint64 events)
{
    LargeRecord record(report, folder, events);
    record.fill();
    record.measureSize();
    record.measureQueries();
    record.measureGuards();
    record.measureCare();
}

} // namespace tamma::bench
