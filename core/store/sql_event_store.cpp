// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/sql_event_store.h"

#include "core/events/request_check.h"
#include "core/store/append_queue.h"
#include "core/store/reader_pool.h"
#include "core/store/record_schema.h"
#include "core/store/tail.h"

#include <QFile>
#include <QFileInfo>

namespace tamma::store {

using events::AppendGuard;
using events::AppendReceipt;
using events::Event;
using events::EventQuery;
using events::StoredEvent;

SqlEventStore::SqlEventStore(RecordFile file)
    : m_file(std::move(file))
{
}

SqlEventStore::~SqlEventStore()
{
    if (m_tail) {
        m_tail->stop(); // A listener may be reading.
    }
}

Result<std::unique_ptr<SqlEventStore>> SqlEventStore::open(const QString& file,
                                                           const SqlEventStoreOptions& options)
{
    RecordFile record{file, options.busyTimeout};
    auto connection = openRecord(record);
    std::optional<Error> readOnlyBecause;
    if (!connection) {
        const bool isNewer = connection.error().code == errors::RECORD_FROM_NEWER_VERSION;
        if (!isNewer || !options.readNewer || !isReadableThoughNewer(record).value_or(false)) {
            return std::unexpected(connection.error());
        }
        readOnlyBecause = connection.error();
        record.access = Access::ReadOnly;
    }
    std::unique_ptr<SqlEventStore> self(new SqlEventStore(record));
    self->m_readOnlyBecause = readOnlyBecause;
    self->m_tail = std::make_unique<Tail>(record, options.pollInterval);
    self->m_readers = std::make_unique<ReaderPool>(record);
    if (connection) {
        self->m_writer = std::make_unique<AppendQueue>(
            Writer(*std::move(connection),
                   {options.clock, static_cast<size_t>(options.indexAfter),
                    [tail = self->m_tail.get()] { tail->wake(); }}));
    }
    return self;
}

Result<AppendQueue*> SqlEventStore::writer() const
{
    return m_writer ? Result<AppendQueue*>(m_writer.get()) : std::unexpected(*m_readOnlyBecause);
}

Result<AppendReceipt> SqlEventStore::append(const QList<Event>& batch, const AppendGuard& guard)
{
    TRY(checkAppend(batch, guard));
    QList<EventRow> rows;
    rows.reserve(batch.size());
    for (const Event& event : batch) {
        rows.append(toRow(event));
    }
    TRY_ASSIGN(AppendQueue* const queue, writer());
    return queue->append(std::move(rows), guard);
}

Result<QList<StoredEvent>> SqlEventStore::read(const EventQuery& query) const
{
    TRY(checkQuery(query));
    QList<StoredEvent> found;
    TRY(m_readers->run([&](Connection& connection, TagIndex& index) -> Result<> {
        TRY_ASSIGN(found, readEvents(connection, index, query));
        return {};
    }));
    return found;
}

Result<Position> SqlEventStore::head() const
{
    Position newest;
    TRY(m_readers->run([&](Connection& connection, TagIndex&) -> Result<> {
        TRY_ASSIGN(newest.value, connection.number("SELECT max(position) FROM event"));
        return {};
    }));
    return newest;
}

Result<Position> SqlEventStore::positionAt(Timestamp moment) const
{
    Position newest;
    TRY(m_readers->run([&](Connection& connection, TagIndex&) -> Result<> {
        TRY_ASSIGN(newest, store::positionAt(connection, moment));
        return {};
    }));
    return newest;
}

Result<RecordReport> SqlEventStore::verify(const std::stop_token& stop,
                                           const std::function<void(qint64)>& progress) const
{
    RecordReport report;
    TRY(m_readers->run([&](Connection& connection, TagIndex& index) -> Result<> {
        TRY_ASSIGN(report, checkRecord(connection, index.dictionary(), stop, progress));
        return {};
    }));
    return report;
}

Result<> SqlEventStore::rebuildIndex()
{
    TRY_ASSIGN(AppendQueue* const queue, writer());
    return queue->alone([](Writer& writer) { return writer.rebuildIndex(); });
}

Result<TransferReport> SqlEventStore::exportTo(const ByteSink& sink,
                                               const std::stop_token& stop) const
{
    TransferReport report;
    TRY(m_readers->run([&](Connection& connection, TagIndex& index) -> Result<> {
        const auto begun = connection.execute("BEGIN");
        const auto done = begun.and_then(
            [&] { return exportRecord(connection, index.dictionary(), sink, stop); });
        report = done.value_or(report);
        const auto ended = begun.and_then([&] { return connection.execute("COMMIT"); });
        return done ? ended : std::unexpected(done.error());
    }));
    return report;
}

Result<TransferReport>
SqlEventStore::importFrom(const std::function<Result<QByteArray>()>& nextLine)
{
    TransferReport report;
    const auto next = [&]() -> Result<std::optional<RowReader::Entry>> {
        TRY_ASSIGN(const QByteArray line, nextLine());
        if (line.isEmpty()) {
            return std::nullopt;
        }
        TRY_ASSIGN(auto entry, entryFromLine(line));
        report.headHash = entry.place.hash;
        return entry;
    };
    TRY_ASSIGN(AppendQueue* const queue, writer());
    TRY(queue->alone([&](Writer& writer) {
        return writer.restore(next).transform([&report](qint64 count) { report.events = count; });
    }));
    return report;
}

Result<RecordStatistics> SqlEventStore::statistics() const
{
    RecordStatistics result;
    TRY(m_readers->run([&](Connection& connection, TagIndex&) {
        return readStatistics(connection).transform([&result](RecordStatistics&& read) {
            result = std::move(read);
        });
    }));
    result.bytes
        = QFileInfo(m_file.path).size() + QFileInfo(m_file.path + QStringLiteral("-wal")).size();
    return result;
}

Result<> SqlEventStore::backUp(const QString& file) const
{
    if (QFileInfo::exists(file)) {
        return failure(errors::FILE_WRITE_FAILED,
                       QStringLiteral("%1 exists already; choose another name").arg(file),
                       {{QStringLiteral("file"), file}});
    }
    TRY_ASSIGN(const auto connection, Connection::open(m_file));
    const auto written = connection->execute("VACUUM INTO ?", QFile::encodeName(file));
    if (!written) {
        QFile::remove(file); // Half a copy is none, and would be in the way of the next try.
    }
    return written;
}

std::unique_ptr<events::Subscription> SqlEventStore::subscribe(Position after, Listener listener)
{
    return m_tail->subscribe(after, std::move(listener));
}

} // namespace tamma::store
