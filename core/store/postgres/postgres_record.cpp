// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/postgres/postgres_record.h"

#include "core/events/request_check.h"
#include "core/store/postgres/append_queue.h"
#include "core/store/postgres/chain.h"
#include "core/store/postgres/notifier.h"
#include "core/store/postgres/record_check.h"
#include "core/store/postgres/schema.h"
#include "core/store/postgres/tail.h"

namespace tamma::store {

using namespace std::chrono_literals;
using events::AppendGuard;
using events::AppendReceipt;
using events::Event;
using events::EventQuery;
using events::StoredEvent;
using postgres::AppendQueue;
using postgres::Connection;
using postgres::ConnectionPool;
using postgres::EventReader;

namespace {

constexpr auto LONG_WORK = 3600s; // A walk over all rows, a new index.

} // namespace

PostgresRecord::PostgresRecord(const postgres::ConnectionSetup& setup,
                               const PostgresRecordOptions& options)
    : m_horizon(std::make_unique<postgres::Horizon>())
    , m_frequencies(std::make_unique<postgres::KeyFrequencies>())
    , m_pool(std::make_unique<ConnectionPool>(
          setup, ConnectionPool::Bounds{options.connections, options.patience}))
    , m_notifier(std::make_unique<postgres::Notifier>(setup))
    , m_tail(std::make_unique<postgres::Tail>(setup,
                                              postgres::Tail::Parts{*m_horizon, *m_frequencies,
                                                                    m_notifier->signature(),
                                                                    options.pollInterval}))
    , m_sealer(std::make_unique<postgres::Sealer>(*m_pool, *m_horizon))
{
}

PostgresRecord::~PostgresRecord()
{
    m_tail->stop(); // A listener may be reading.
}

Result<std::unique_ptr<PostgresRecord>> PostgresRecord::open(const QString& url,
                                                             const PostgresRecordOptions& options)
{
    TRY_ASSIGN(postgres::Location location, postgres::Location::parse(url));
    location.completeWith(options.passwordFor);
    std::unique_ptr<PostgresRecord> self(new PostgresRecord(
        {std::move(location), options.connectTimeout, options.replyTimeout}, options));
    const auto prepared = self->m_pool->run(postgres::prepareRecord);
    if (prepared) {
        self->startWriting();
        return self;
    }
    bool isReadable = false;
    if (prepared.error().code == errors::RECORD_FROM_NEWER_VERSION && options.readNewer) {
        TRY(self->m_pool->run([&](Connection& connection) {
            return postgres::isReadableThoughNewer(connection).transform([&](bool can) {
                isReadable = can;
            });
        }));
    }
    if (!isReadable) {
        return std::unexpected(prepared.error());
    }
    self->m_readOnlyBecause = prepared.error();
    return self;
}

void PostgresRecord::startWriting()
{
    m_writer = std::make_unique<AppendQueue>(
        postgres::Writer(*m_pool, [tail = m_tail.get(), notifier = m_notifier.get()] {
            tail->wake();
            notifier->committed();
        }));
}

Result<AppendQueue*> PostgresRecord::writer() const
{
    return m_writer ? Result<AppendQueue*>(m_writer.get()) : std::unexpected(*m_readOnlyBecause);
}

Result<AppendReceipt> PostgresRecord::append(const QList<Event>& batch, const AppendGuard& guard)
{
    TRY(checkAppend(batch, guard));
    TRY_ASSIGN(AppendQueue* const queue, writer());
    return queue->append(toRows(batch), guard);
}

Result<QList<StoredEvent>> PostgresRecord::read(const EventQuery& query) const
{
    TRY(checkQuery(query));
    QList<StoredEvent> found;
    const auto done = m_pool->repeat([&](Connection& connection, int) -> Result<> {
        TRY_ASSIGN(found, EventReader(connection, *m_horizon, *m_frequencies).read(query));
        return {};
    });
    TRY(done);
    return found;
}

Result<Position> PostgresRecord::head() const
{
    Position newest;
    const auto done = m_pool->repeat([&](Connection& connection, int) -> Result<> {
        TRY_ASSIGN(newest, m_horizon->newest(connection));
        return {};
    });
    TRY(done);
    return newest;
}

Result<Position> PostgresRecord::positionAt(Timestamp moment) const
{
    Position newest;
    const auto done = m_pool->repeat([&](Connection& connection, int) -> Result<> {
        TRY_ASSIGN(newest, m_horizon->positionAt(connection, moment));
        return {};
    });
    TRY(done);
    return newest;
}

std::unique_ptr<events::Subscription> PostgresRecord::subscribe(Position after, Listener listener)
{
    if (m_writer) {
        m_sealer->start();
    }
    return m_tail->subscribe(after, std::move(listener));
}

Result<RecordReport> PostgresRecord::verify(const std::stop_token& stop,
                                            const std::function<void(qint64)>& progress) const
{
    RecordReport report;
    const auto done = m_pool->run([&](Connection& connection) -> Result<> {
        connection.setReplyTimeout(LONG_WORK);
        TRY_ASSIGN(const Position upTo, m_horizon->decide(connection));
        TRY(postgres::sealAll(connection, upTo, stop));
        TRY_ASSIGN(report, postgres::checkRecord(connection, upTo, stop, progress));
        return {};
    });
    TRY(done);
    return report;
}

Result<> PostgresRecord::rebuildIndex()
{
    TRY(writer());
    return m_pool->run([](Connection& connection) {
        connection.setReplyTimeout(LONG_WORK);
        return connection.inTransaction([&]() -> Result<> {
            TRY(connection.run("SELECT set_config('statement_timeout', '0', true), "
                               "set_config('transaction_timeout', '0', true)"));
            return connection.runScript("REINDEX INDEX events_keys");
        });
    });
}

Result<> PostgresRecord::eachRow(const RowSink& sink, const std::stop_token& stop) const
{
    return m_pool->run([&](Connection& connection) -> Result<> {
        connection.setReplyTimeout(LONG_WORK);
        TRY_ASSIGN(const Position upTo, m_horizon->decide(connection));
        TRY(postgres::sealAll(connection, upTo, stop));
        const auto give = [&sink](const postgres::ChainedRow& row) {
            return row.isThere
                ? sink(row.stored)
                : failure(errors::CORRUPT_EVENT,
                          QStringLiteral("the event at position %1 is missing; `tamma events "
                                         "verify` tells more")
                              .arg(row.stored.place.position.value));
        };
        return postgres::eachChained(connection, upTo, give, stop);
    });
}

Result<> PostgresRecord::restore(const RowFeed& feed)
{
    TRY_ASSIGN(AppendQueue* const queue, writer());
    return queue->writer().restore(feed);
}

Result<RecordStatistics> PostgresRecord::statistics() const
{
    RecordStatistics result;
    const auto done = m_pool->repeat([&](Connection& connection, int) -> Result<> {
        connection.setReplyTimeout(LONG_WORK);
        TRY_ASSIGN(result, postgres::readStatistics(connection));
        return {};
    });
    TRY(done);
    return result;
}

Result<> PostgresRecord::backUp(const QString& file) const
{
    return failure(
        errors::INVALID_ARGUMENT,
        QStringLiteral("a database is copied with its own tools: pg_dump -Fc --file=%1 URL; or "
                       "write the events to a file of their own with \"tamma record copy\"")
            .arg(file));
}

Result<qint64> PostgresRecord::archive(Position, const std::stop_token&)
{
    return failure(errors::INVALID_ARGUMENT,
                   QStringLiteral("only a record in a file moves old events into files; a database "
                                  "keeps them where they are"));
}

} // namespace tamma::store
