// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/postgres/client/connection.h"
#include "core/store/postgres/postgres_record.h"
#include "tests/bench/record/workload.h"
#include "tests/support/bench_report.h"
#include "tests/support/postgres/postgres_server.h"

#include <QCoreApplication>

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <thread>

using namespace tamma;
using namespace tamma::bench;
using namespace Qt::StringLiterals;
using events::AppendGuard;
using events::Event;
using events::EventQuery;
using store::PostgresRecord;
using store::postgres::Connection;
using store::postgres::Parameters;

// The record in PostgreSQL against what the same server does without any guard: durable, on the
// socket, all in one run and in turns.

namespace {

constexpr int ROUNDS = 7;
constexpr int CLIENTS = 8;
constexpr int EACH = 200; // Appends of a client in a round.
constexpr int TAIL_EVENTS = 1000;
constexpr int TAIL_WRITERS = 4;
constexpr auto TAIL_GAP = std::chrono::milliseconds(20); // 4 writers: 200 events a second.

constexpr auto PLAIN_TABLE = R"sql(
CREATE TABLE plain(position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, id uuid NOT NULL UNIQUE,
    type text NOT NULL, keys text[] NOT NULL, metadata jsonb NOT NULL, data jsonb NOT NULL,
    recorded timestamptz NOT NULL DEFAULT clock_timestamp());
CREATE INDEX plain_keys ON plain USING gin(keys) WITH (fastupdate = off);
)sql";

std::unique_ptr<PostgresRecord> open(const QString& url)
{
    auto opened = PostgresRecord::open(url);
    if (!opened) {
        qFatal("%s", qPrintable(opened.error().detail));
    }
    return *std::move(opened);
}

template <typename T> T must(Result<T> answer)
{
    if (!answer) {
        qFatal("%s", qPrintable(answer.error().detail));
    }
    return *std::move(answer);
}

/// One event as the plain table takes it: the same row and the same index, without locks, checks
/// and an order that can be relied on.
Parameters plainRow(const Event& event)
{
    QByteArrayList keys;
    for (const auto& [key, value] : event.tags.pairs()) {
        keys.append((key + u':' + value).toUtf8());
    }
    const auto row = store::toRows({event}).first();
    Parameters parameters;
    parameters.uuids({QUuid::fromString(row.id).toRfc4122()}).texts({row.type.toUtf8()});
    parameters.texts(keys).documents({row.metadata}).documents({row.data});
    return parameters;
}

void insertPlain(Connection& connection, const Event& event)
{
    must(connection.run("INSERT INTO plain(id, type, keys, metadata, data) "
                        "VALUES (($1::uuid[])[1], ($2::text[])[1], $3, ($4::jsonb[])[1], "
                        "($5::jsonb[])[1])",
                        plainRow(event)));
}

/// Each client does `work` with its own number of events; returns events a second.
template <typename Work> double rateOf(const Work& work)
{
    std::vector<QList<Event>> events(CLIENTS);
    static qint64 number = 0;
    for (auto& mine : events) {
        for (int i = 0; i < EACH; ++i) {
            mine.append(anEvent(++number));
        }
    }
    return CLIENTS * EACH / seconds([&] {
               std::vector<std::jthread> threads;
               for (size_t n = 0; n < events.size(); ++n) {
                   threads.emplace_back([&, n] {
                       for (const Event& event : events[n]) {
                           work(n, event);
                       }
                   });
               }
           });
}

/// What the rounds measured, in events a second.
struct Rates {
    std::vector<double> plain, unlocked, hosts, callers;
    std::atomic<int> refused = 0;
};

void append(PostgresRecord& record, const Event& event, Rates& rates)
{
    const QString own = event.id.text();
    Event unique = event;
    unique.tags.insert(u"own"_s, own);
    const auto answer
        = record.append({unique}, AppendGuard::never(EventQuery::tagged(u"own"_s, own)));
    rates.refused += answer ? 0 : 1;
}

void measureAppends(BenchReport& report, PostgresServer& server)
{
    const QString url = server.freshDatabase();
    const QString unsafeUrl = server.freshDatabase();
    std::vector<std::unique_ptr<PostgresRecord>> hosts;
    std::vector<std::unique_ptr<PostgresRecord>> unlocked;
    std::vector<std::unique_ptr<Connection>> plain;
    for (int n = 0; n < CLIENTS; ++n) {
        hosts.push_back(open(url));
        unlocked.push_back(open(unsafeUrl));
        plain.push_back(must(Connection::open({*store::postgres::Location::parse(url)})));
    }
    must(plain.front()->runScript(PLAIN_TABLE).transform([] { return true; }));
    // The same append, but for the locks: what it would cost to be wrong.
    (void)server.sql(u"record2"_s,
                     u"DO $do$ BEGIN EXECUTE regexp_replace(pg_get_functiondef("
                     "'tamma_append'::regproc), 'PERFORM CASE WHEN l.x[^;]*;', ''); END $do$"_s);
    Rates rates;
    for (int round = 0; round < ROUNDS; ++round) {
        rates.plain.push_back(
            rateOf([&](size_t n, const Event& event) { insertPlain(*plain[n], event); }));
        rates.unlocked.push_back(
            rateOf([&](size_t n, const Event& event) { append(*unlocked[n], event, rates); }));
        rates.hosts.push_back(
            rateOf([&](size_t n, const Event& event) { append(*hosts[n], event, rates); }));
        rates.callers.push_back(
            rateOf([&](size_t, const Event& event) { append(*hosts[0], event, rates); }));
    }
    const auto figure = [&](const QString& name, const std::vector<double>& values,
                            const QString& peer, const std::vector<double>& peers, double goal) {
        const double value = median(values);
        const double limit = median(peers);
        report.figure({name, value, u"1/s"_s, u"%1 %2/s"_s.arg(peer).arg(limit, 0, 'f', 0),
                       value / limit, u">= %1"_s.arg(goal, 0, 'f', 2), value / limit >= goal});
    };
    figure(u"guarded append, 8 hosts, different things"_s, rates.hosts, u"without locks"_s,
           rates.unlocked, 0.85);
    figure(u"guarded append, 8 hosts"_s, rates.hosts, u"bare insert"_s, rates.plain, 0.50);
    figure(u"guarded append, 8 callers of one host"_s, rates.callers, u"8 hosts"_s, rates.hosts,
           0.85);
    const int refused = rates.refused;
    report.figure({u"false conflicts"_s, static_cast<double>(refused), u""_s, u"-"_s, 0, u"0"_s,
                   refused == 0});
}

// One statement with arrays against one statement for each event, as a layer without arrays has to
// do it.
void measureBatches(BenchReport& report, PostgresServer& server)
{
    const QString url = server.freshDatabase();
    const auto record = open(url);
    const auto connection = must(Connection::open({*store::postgres::Location::parse(url)}));
    must(connection->runScript(PLAIN_TABLE).transform([] { return true; }));
    std::vector<double> arrays;
    std::vector<double> single;
    qint64 number = 0;
    for (int round = 0; round < ROUNDS * 3; ++round) {
        QList<Event> batch;
        QList<Event> others;
        for (int i = 0; i < 100; ++i) {
            batch.append(anEvent(++number));
            others.append(anEvent(number));
        }
        arrays.push_back(100 / seconds([&] { bench::must(record->append(batch, {})); }));
        single.push_back(100 / seconds([&] {
                             must(connection->run("BEGIN"));
                             for (const Event& event : std::as_const(others)) {
                                 insertPlain(*connection, event);
                             }
                             must(connection->run("COMMIT"));
                         }));
    }
    const double value = median(arrays);
    const double peer = median(single);
    report.figure({u"append of 100 events, arrays"_s, value, u"events/s"_s,
                   u"a statement each, no arrays %1/s"_s.arg(peer, 0, 'f', 0), value / peer,
                   u">= 1.50"_s, value / peer >= 1.5});
}

void measureReads(BenchReport& report, PostgresServer& server)
{
    const QString url = server.freshDatabase();
    const auto record = open(url);
    constexpr int LOOPS = 50;
    for (int i = 0; i < 200; ++i) {
        QList<Event> batch;
        for (int loop = 0; loop < LOOPS; ++loop) {
            batch.append(anEvent(loop));
            batch.last().tags.insert(u"loop"_s, QString::number(loop));
        }
        bench::must(record->append(batch, AppendGuard::none()));
    }
    const auto connection = must(Connection::open({*store::postgres::Location::parse(url)}));
    must(connection->run("ANALYZE events"));
    std::vector<double> typed;
    std::vector<double> raw;
    for (int round = 0; round < ROUNDS * 10; ++round) {
        const QString loop = QString::number(round % LOOPS);
        typed.push_back(1e3 * seconds([&] {
                            if (record->read(EventQuery::tagged(u"loop"_s, loop))->size() != 200) {
                                qFatal("nothing was read");
                            }
                        }));
        raw.push_back(1e3 * seconds([&] {
                          must(connection->run("SELECT * FROM events WHERE keys @> $1 "
                                               "ORDER BY position",
                                               Parameters().texts({"loop:" + loop.toUtf8()})));
                      }));
    }
    const double value = median(typed);
    const double peer = median(raw);
    report.figure({u"read the 200 events of a loop, typed"_s, value, u"ms"_s,
                   u"the server's rows, not looked at %1 ms"_s.arg(peer, 0, 'f', 2), value / peer,
                   u"<= 2.50"_s, value / peer <= 2.5});
}

/// From the call of append() to the listener of another host.
void measureTail(BenchReport& report, PostgresServer& server)
{
    using Clock = std::chrono::steady_clock;
    const QString url = server.freshDatabase();
    const auto writer = open(url);
    const auto reader = open(url);
    std::mutex mutex;
    std::condition_variable told;
    QHash<QString, Clock::time_point> begun;
    std::vector<double> latencies;
    const auto subscription = reader->subscribe({}, [&](const QList<events::StoredEvent>& events) {
        const auto now = Clock::now();
        const std::scoped_lock lock(mutex);
        for (const auto& stored : events) {
            latencies.push_back(
                std::chrono::duration<double, std::milli>(now - begun.value(stored.event.id.text()))
                    .count());
        }
        told.notify_all();
    });
    {
        std::vector<std::jthread> writers;
        for (int n = 0; n < TAIL_WRITERS; ++n) {
            writers.emplace_back([&, n] {
                auto next = Clock::now() + n * TAIL_GAP / TAIL_WRITERS;
                for (int i = 0; i < TAIL_EVENTS / TAIL_WRITERS; ++i, next += TAIL_GAP) {
                    const Event event = anEvent(i);
                    std::unique_lock lock(mutex);
                    told.wait_until(lock, next, [&] { return Clock::now() >= next; });
                    begun.insert(event.id.text(), Clock::now());
                    lock.unlock();
                    bench::must(writer->append({event}, AppendGuard::none()));
                }
            });
        }
    }
    std::unique_lock lock(mutex);
    told.wait(lock, [&] { return latencies.size() == TAIL_EVENTS; });
    std::ranges::sort(latencies);
    const double middle = latencies[latencies.size() / 2];
    const double late = latencies[latencies.size() * 99 / 100];
    report.figure({u"event at another host, 200/s, p50"_s, middle, u"ms"_s, u"-"_s, 0, u"<= 2 ms"_s,
                   middle <= 2});
    report.figure({u"event at another host, 200/s, p99"_s, late, u"ms"_s, u"-"_s, 0, u"<= 10 ms"_s,
                   late <= 10});
}

} // namespace

int main(int argc, char** argv)
{
    QCoreApplication app(argc, argv);
    if (!PostgresServer::isInstalled()) {
        qWarning("%s", PostgresServer::MISSING);
        return 0;
    }
    BenchReport report(argc, argv);
    const auto server
        = PostgresServer::start(PostgresServer::Disk::Durable, {u"shared_buffers=512MB"_s});
    if (!server) {
        return 1;
    }
    measureAppends(report, *server);
    measureBatches(report, *server);
    measureReads(report, *server);
    measureTail(report, *server);
    return report.exitCode();
}
