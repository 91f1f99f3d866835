// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/sqlite/sqlite_record.h"

#include "core/events/request_check.h"
#include "core/store/sqlite/append_queue.h"
#include "core/store/sqlite/reader_pool.h"
#include "core/store/sqlite/record_check.h"
#include "core/store/sqlite/record_schema.h"
#include "core/store/sqlite/tail.h"

#include <QFile>
#include <QFileInfo>

namespace tamma::store {

using events::AppendGuard;
using events::AppendReceipt;
using events::Event;
using events::EventQuery;
using events::StoredEvent;
using sqlite::AppendQueue;
using sqlite::Connection;
using sqlite::TagIndex;
using sqlite::Writer;

SqliteRecord::SqliteRecord(const sqlite::RecordFile& file)
    : m_file(std::make_unique<sqlite::RecordFile>(file))
{
}

SqliteRecord::~SqliteRecord()
{
    if (m_tail) {
        m_tail->stop(); // A listener may be reading.
    }
}

Result<std::unique_ptr<SqliteRecord>> SqliteRecord::open(const QString& file,
                                                         const SqliteRecordOptions& options)
{
    sqlite::RecordFile record{file, options.busyTimeout};
    auto connection = sqlite::openRecord(record);
    std::optional<Error> readOnlyBecause;
    if (!connection) {
        const bool isNewer = connection.error().code == errors::RECORD_FROM_NEWER_VERSION;
        if (!isNewer || !options.readNewer
            || !sqlite::isReadableThoughNewer(record).value_or(false)) {
            return std::unexpected(connection.error());
        }
        readOnlyBecause = connection.error();
        record.access = sqlite::Access::ReadOnly;
    }
    std::unique_ptr<SqliteRecord> self(new SqliteRecord(record));
    self->m_readOnlyBecause = readOnlyBecause;
    self->m_tail = std::make_unique<sqlite::Tail>(record, options.pollInterval);
    self->m_readers = std::make_unique<sqlite::ReaderPool>(record);
    if (connection) {
        self->m_writer = std::make_unique<AppendQueue>(
            Writer(*std::move(connection),
                   {options.clock, static_cast<size_t>(options.indexAfter),
                    [tail = self->m_tail.get()] { tail->wake(); }}));
    }
    return self;
}

Result<AppendQueue*> SqliteRecord::writer() const
{
    return m_writer ? Result<AppendQueue*>(m_writer.get()) : std::unexpected(*m_readOnlyBecause);
}

Result<AppendReceipt> SqliteRecord::append(const QList<Event>& batch, const AppendGuard& guard)
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

Result<QList<StoredEvent>> SqliteRecord::read(const EventQuery& query) const
{
    TRY(checkQuery(query));
    QList<StoredEvent> found;
    TRY(m_readers->run([&](Connection& connection, TagIndex& index) -> Result<> {
        TRY_ASSIGN(found, sqlite::readEvents(connection, index, query));
        return {};
    }));
    return found;
}

Result<Position> SqliteRecord::head() const
{
    Position newest;
    TRY(m_readers->run([&](Connection& connection, TagIndex&) -> Result<> {
        TRY_ASSIGN(newest.value, connection.number("SELECT max(position) FROM event"));
        return {};
    }));
    return newest;
}

Result<Position> SqliteRecord::positionAt(Timestamp moment) const
{
    Position newest;
    TRY(m_readers->run([&](Connection& connection, TagIndex&) -> Result<> {
        TRY_ASSIGN(newest, sqlite::positionAt(connection, moment));
        return {};
    }));
    return newest;
}

Result<RecordReport> SqliteRecord::verify(const std::stop_token& stop,
                                          const std::function<void(qint64)>& progress) const
{
    RecordReport report;
    TRY(m_readers->run([&](Connection& connection, TagIndex& index) -> Result<> {
        TRY_ASSIGN(report, sqlite::checkRecord(connection, index.dictionary(), stop, progress));
        return {};
    }));
    return report;
}

Result<> SqliteRecord::rebuildIndex()
{
    TRY_ASSIGN(AppendQueue* const queue, writer());
    return queue->alone([](Writer& writer) { return writer.rebuildIndex(); });
}

Result<> SqliteRecord::eachRow(const RowSink& sink, const std::stop_token& stop) const
{
    return m_readers->run([&](Connection& connection, TagIndex& index) -> Result<> {
        TRY(connection.execute("BEGIN"));
        const auto given = sqlite::eachRow(connection, index.dictionary(), sink, stop);
        const auto ended = connection.execute("COMMIT");
        return given ? ended : given;
    });
}

Result<> SqliteRecord::restore(const RowFeed& feed)
{
    TRY_ASSIGN(AppendQueue* const queue, writer());
    return queue->alone([&feed](Writer& writer) { return writer.restore(feed); });
}

Result<RecordStatistics> SqliteRecord::statistics() const
{
    RecordStatistics result;
    TRY(m_readers->run([&](Connection& connection, TagIndex&) {
        return sqlite::readStatistics(connection).transform([&result](RecordStatistics&& read) {
            result = std::move(read);
        });
    }));
    result.bytes
        = QFileInfo(m_file->path).size() + QFileInfo(m_file->path + QStringLiteral("-wal")).size();
    return result;
}

Result<> SqliteRecord::backUp(const QString& file) const
{
    if (QFileInfo::exists(file)) {
        return failure(errors::FILE_WRITE_FAILED,
                       QStringLiteral("%1 exists already; choose another name").arg(file),
                       {{QStringLiteral("file"), file}});
    }
    TRY_ASSIGN(const auto connection, Connection::open(*m_file));
    const auto written = connection->execute("VACUUM INTO ?", QFile::encodeName(file));
    if (!written) {
        QFile::remove(file); // Half a copy is none, and would be in the way of the next try.
    }
    return written;
}

std::unique_ptr<events::Subscription> SqliteRecord::subscribe(Position after, Listener listener)
{
    return m_tail->subscribe(after, std::move(listener));
}

} // namespace tamma::store
