// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/postgres/postgres_record.h"
#include "core/store/sqlite/sqlite_record.h"
#include "tests/bench/record/emmett_peer.h"
#include "tests/bench/record/workload.h"
#include "tests/support/bench_report.h"
#include "tests/support/postgres/postgres_server.h"

#include <QCoreApplication>
#include <QTemporaryDir>

using namespace tamma;
using namespace tamma::bench;
using namespace Qt::StringLiterals;
using events::AppendGuard;
using events::Event;
using events::EventQuery;
using events::EventStore;

// The record against Emmett, a store of events for Node: the same events, durable on the same disk
// and the same server, in turns. Emmett's condition is the version of a stream; the record's is a
// query of tags, here that of the same issue. Only the record has an index of the tags.
//
// With one connection for all of its callers Emmett's SQLite store puts what they do at once into
// one transaction, and answers before it is committed: its eight callers are told too early. Not so
// the record's. The other way that it has, a connection for each call, is slower, and callers at
// once then fail.

namespace {

constexpr int ROUNDS = 7; // After one that warms up.
constexpr int SINGLE = 200; // Events in each round.
constexpr int BATCHES = 50;
constexpr int CALLERS = 8;
constexpr int EACH = 100;
constexpr int READS = 20;
constexpr int LOOPS = 16; // Those to be read.
constexpr int LOOP_EVENTS = 200;
constexpr int BATCH = 10;

/// The record as the same questions are put to it.
class Own {
public:
    explicit Own(EventStore& store)
        : m_store(store)
    {
    }

    void fill()
    {
        for (int i = 0; i < LOOP_EVENTS / BATCH; ++i) {
            for (int loop = 0; loop < LOOPS; ++loop) {
                QList<Event> batch;
                for (int n = 0; n < BATCH; ++n) {
                    batch.append(anEvent(loop));
                    batch.last().tags.insert(u"loop"_s, QString::number(loop));
                }
                must(m_store.append(batch, AppendGuard::none()));
            }
        }
    }

    double single()
    {
        const QList<Event> events = some(SINGLE);
        Position seen = *m_store.head();
        return seconds([&] {
            for (const Event& event : events) {
                const auto same = EventQuery::tagged(u"issueId"_s, event.tags.value(u"issueId"_s));
                const auto answer = m_store.append({event}, AppendGuard::unchanged(same, seen));
                must(answer);
                seen = answer->last;
            }
        });
    }

    double batches()
    {
        QList<QList<Event>> batches;
        for (int i = 0; i < BATCHES; ++i, ++m_number) {
            batches.append(QList<Event>());
            for (int n = 0; n < BATCH; ++n) {
                batches.last().append(anEvent(m_number));
            }
        }
        return seconds([&] {
            for (const QList<Event>& batch : std::as_const(batches)) {
                must(m_store.append(batch, AppendGuard::none()));
            }
        });
    }

    double eight()
    {
        std::vector<QList<Event>> events(CALLERS);
        for (int i = 0; i < CALLERS * EACH; ++i) {
            events[static_cast<size_t>(i % CALLERS)].append(anEvent(m_number++));
        }
        return seconds([&] {
            std::vector<std::jthread> threads;
            for (const QList<Event>& mine : events) {
                threads.emplace_back([&] {
                    for (const Event& event : mine) {
                        must(m_store.append({event}, AppendGuard::none()));
                    }
                });
            }
        });
    }

    double reads()
    {
        return seconds([&] {
            for (int i = 0; i < READS; ++i) {
                const auto loop = QString::number(m_reads++ % LOOPS);
                if (m_store.read(EventQuery::tagged(u"loop"_s, loop))->size() != LOOP_EVENTS) {
                    qFatal("not all was read");
                }
            }
        });
    }

private:
    QList<Event> some(int count)
    {
        QList<Event> events;
        for (int i = 0; i < count; ++i) {
            events.append(anEvent(m_number++));
        }
        return events;
    }

    EventStore& m_store;
    qint64 m_number = 0;
    int m_reads = 0;
};

/// One question to both, and what the rounds measured, in seconds.
struct Question {
    QString name;
    QString ask; ///< As the peer knows it.
    int count = 0;
    double (Own::*own)() = nullptr;
    double goal = 0;
    std::vector<double> mine = {};
    std::vector<double> theirs = {};
};

void report(BenchReport& report, const QString& store, const Question& question)
{
    const bool reads = question.ask == "read200"_L1;
    const double mine = median(question.mine);
    const double theirs = median(question.theirs);
    const auto figure = [&](double taken) {
        return reads ? taken * 1e3 / question.count : question.count / taken;
    };
    const QString unit = reads ? u"ms"_s : u"1/s"_s;
    const double ratio = theirs / mine; // How many times as fast, for reads as well.
    report.figure({u"%1: %2"_s.arg(store, question.name), figure(mine), unit,
                   u"Emmett %1 %2"_s.arg(figure(theirs), 0, 'f', reads ? 2 : 0).arg(unit), ratio,
                   u">= %1"_s.arg(question.goal, 0, 'f', 2), ratio >= question.goal});
}

void compare(EmmettPeer& emmett, const EmmettPeer::Store& theirs, EventStore& store,
             QList<Question>& questions)
{
    Own own(store);
    own.fill();
    emmett.ask(theirs, u"fill"_s, 0);
    for (int round = 0; round <= ROUNDS; ++round) {
        for (Question& question : questions) {
            double mine = 0;
            double other = 0;
            const auto turn = [&](bool ours) {
                (ours ? mine : other) = ours ? (own.*question.own)()
                                             : emmett.ask(theirs, question.ask, question.count);
            };
            turn(round % 2 == 0);
            turn(round % 2 != 0);
            if (round > 0) {
                question.mine.push_back(mine);
                question.theirs.push_back(other);
            }
        }
    }
}

QList<Question> questions(double single, double batch, double eight, double read)
{
    return {
        {u"conditional append, 1 event"_s, u"single"_s, SINGLE, &Own::single, single},
        {u"append, events in batches of 10"_s, u"batch10"_s, BATCHES * BATCH, &Own::batches, batch},
        {u"append, 8 callers"_s, u"eight"_s, CALLERS * EACH, &Own::eight, eight},
        {u"read and parse 200 events"_s, u"read200"_s, READS, &Own::reads, read}};
}

template <typename Opened> auto opened(Opened answer)
{
    if (!answer) {
        qFatal("%s", qPrintable(answer.error().detail));
    }
    return *std::move(answer);
}

void measure(BenchReport& out, const QString& name, EmmettPeer& emmett,
             const EmmettPeer::Store& theirs, EventStore& store, QList<Question> asked)
{
    const int before = emmett.failures();
    compare(emmett, theirs, store, asked);
    for (const Question& question : std::as_const(asked)) {
        report(out, name, question);
    }
    if (emmett.failures() > before) {
        qWarning("%s: %d calls of Emmett failed and were repeated", qPrintable(name),
                 emmett.failures() - before);
    }
}

} // namespace

int main(int argc, char** argv)
{
    QCoreApplication app(argc, argv);
    BenchReport report(argc, argv);
    QString missing;
    auto emmett = EmmettPeer::start(missing);
    if (!emmett) {
        qWarning("skipped, there is no Emmett to measure against: %s", qPrintable(missing));
        return 0;
    }
    const QTemporaryDir folder;
    const auto sqlite = opened(store::SqliteRecord::open(folder.filePath(u"record.sqlite"_s)));
    measure(report, u"SQLite"_s, *emmett, {u"sqlite"_s, folder.filePath(u"emmett.sqlite"_s)},
            *sqlite, questions(5, 5, 3, 3));
    if (!PostgresServer::isInstalled()) {
        qWarning("skipped: %s", PostgresServer::MISSING);
        return report.exitCode();
    }
    const auto server
        = PostgresServer::start(PostgresServer::Disk::Durable, {u"shared_buffers=512MB"_s});
    if (!server) {
        return 1;
    }
    const auto postgres = opened(store::PostgresRecord::open(server->freshDatabase()));
    QList<Question> asked = questions(1.5, 0, 5, 2);
    asked.remove(1); // Batches have no goal there.
    measure(report, u"PostgreSQL"_s, *emmett, {u"postgresql"_s, server->freshDatabase()}, *postgres,
            asked);
    emmett.reset(); // Before the server that it is connected to.
    return report.exitCode();
}
