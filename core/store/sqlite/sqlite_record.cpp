// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/sqlite/sqlite_record.h"

#include "core/base/log.h"
#include "core/events/request_check.h"
#include "core/store/sqlite/append_queue.h"
#include "core/store/sqlite/new_segment.h"
#include "core/store/sqlite/reader_pool.h"
#include "core/store/sqlite/record_check.h"
#include "core/store/sqlite/record_schema.h"
#include "core/store/sqlite/tail.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <future>

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
    TRY_ASSIGN(AppendQueue* const queue, writer());
    return queue->append(toRows(batch), guard);
}

Result<QList<StoredEvent>> SqliteRecord::read(const EventQuery& query) const
{
    TRY(checkQuery(query));
    QList<StoredEvent> found;
    TRY(m_readers->run([&](TagIndex& index) -> Result<> {
        TRY_ASSIGN(found, sqlite::readEvents(index, query));
        return {};
    }));
    return found;
}

Result<Position> SqliteRecord::head() const
{
    Position newest;
    TRY(m_readers->run([&](TagIndex& index) -> Result<> {
        TRY_ASSIGN(newest.value, index.events().live().number("SELECT max(position) FROM event"));
        return {};
    }));
    return newest;
}

Result<Position> SqliteRecord::positionAt(Timestamp moment) const
{
    Position newest;
    TRY(m_readers->run([&](TagIndex& index) -> Result<> {
        TRY_ASSIGN(newest, sqlite::positionAt(index.events(), moment));
        return {};
    }));
    return newest;
}

Result<RecordReport> SqliteRecord::verify(const std::stop_token& stop,
                                          const std::function<void(qint64)>& progress) const
{
    // Nobody needs to wait for the pages before the events are looked at, unless they are damaged.
    QString fault;
    auto file = std::async(std::launch::async, [&] {
        return m_readers->run([&](TagIndex& index) -> Result<> {
            TRY_ASSIGN(fault, sqlite::faultOfFile(index.events().live()));
            return {};
        });
    });
    RecordReport report;
    const auto events = m_readers->run([&](TagIndex& index) -> Result<> {
        TRY_ASSIGN(report, sqlite::checkRecord(index, stop, progress));
        return {};
    });
    TRY(file.get());
    if (!fault.isEmpty()) {
        report = {};
        report.fault = fault;
        return report;
    }
    TRY(events);
    return report;
}

Result<> SqliteRecord::rebuildIndex()
{
    TRY_ASSIGN(AppendQueue* const queue, writer());
    return queue->alone([](Writer& writer) { return writer.rebuildIndex(); });
}

Result<> SqliteRecord::eachRow(const RowSink& sink, const std::stop_token& stop) const
{
    return m_readers->run([&](TagIndex& index) { return sqlite::eachRow(index, sink, stop); });
}

Result<> SqliteRecord::restore(const RowFeed& feed)
{
    TRY_ASSIGN(AppendQueue* const queue, writer());
    return queue->alone([&feed](Writer& writer) { return writer.restore(feed); });
}

Result<RecordStatistics> SqliteRecord::statistics() const
{
    RecordStatistics result;
    TRY(m_readers->run([&](TagIndex& index) {
        return sqlite::readStatistics(index).transform(
            [&result](RecordStatistics&& read) { result = std::move(read); });
    }));
    result.bytes
        += QFileInfo(m_file->path).size() + QFileInfo(m_file->path + QStringLiteral("-wal")).size();
    return result;
}

Result<> SqliteRecord::backUp(const QString& file) const
{
    if (file.isEmpty()) {
        return failure(errors::INVALID_ARGUMENT, QStringLiteral("say where the copy is to be"));
    }
    if (QFileInfo::exists(file)) {
        return failure(errors::FILE_WRITE_FAILED,
                       QStringLiteral("%1 exists already; choose another name").arg(file),
                       {{QStringLiteral("file"), file}});
    }
    TRY_ASSIGN(const auto connection, Connection::open(*m_file));
    sqlite::makePrivateFile(file); // An empty file is taken for none.
    const auto written = connection->execute(
        "VACUUM INTO ?", QFile::encodeName(QFileInfo(file).absoluteFilePath())); // No URI.
    const auto whole = written.and_then([&] { return copySegments(file); });
    if (!whole) {
        QFile::remove(file); // Half a copy is none, and would be in the way of the next try.
    }
    return whole;
}

// They never change: a plain copy is one.
Result<> SqliteRecord::copySegments(const QString& file) const
{
    const QDir from(sqlite::segmentFolder(m_file->path));
    const QDir to(sqlite::segmentFolder(file));
    for (const QString& name : from.entryList({QStringLiteral("*.sqlite")}, QDir::Files)) {
        if (!to.mkpath(QStringLiteral("."))
            || !QFile::copy(from.filePath(name), to.filePath(name))) {
            return failure(errors::FILE_WRITE_FAILED,
                           QStringLiteral("%1 could not be written").arg(to.filePath(name)),
                           {{QStringLiteral("file"), to.filePath(name)}});
        }
    }
    return {};
}

Result<qint64> SqliteRecord::archive(Position upTo, const std::stop_token& stop)
{
    TRY_ASSIGN(AppendQueue* const queue, writer());
    TRY_ASSIGN(const auto alone, sqlite::lockSegments(m_file->path));
    qint64 moved = 0;
    while (!stop.stop_requested()) {
        qint64 now = 0;
        // A segment at a time, so that appends wait for one only.
        const auto done = queue->alone([&](Writer& writer) -> Result<> {
            TRY_ASSIGN(now, writer.archive(upTo));
            return {};
        });
        TRY(done);
        if (now == 0) {
            break;
        }
        moved += now;
    }
    if (moved > 0) {
        // The space is used again in any case; only the file stays as large as it is.
        const auto shrunk = queue->alone([](Writer& writer) { return writer.shrink(); });
        if (!shrunk) {
            log::warning(QStringLiteral("the record could not be made smaller"),
                         {{QStringLiteral("detail"), shrunk.error().detail}});
        }
    }
    return moved;
}

std::unique_ptr<events::Subscription> SqliteRecord::subscribe(Position after, Listener listener)
{
    return m_tail->subscribe(after, std::move(listener));
}

} // namespace tamma::store
