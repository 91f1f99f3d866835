// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/store/record.h"

#include <chrono>
#include <memory>

namespace tamma::store {

namespace sqlite {
class AppendQueue;
class ReaderPool;
class Tail;
struct RecordFile;
} // namespace sqlite

/// How a record is opened; the defaults are right for everything but tests.
///
/// Units    Milliseconds.
struct SqliteRecordOptions {
    std::chrono::milliseconds busyTimeout{5000}; ///< How long another process may hold the file.
    std::chrono::milliseconds pollInterval{100}; ///< How late events of other processes may come.
    std::shared_ptr<const Clock> clock = std::make_shared<SystemClock>(); ///< Recorded times.
    bool readNewer = false; ///< Open a newer Tamma's record for reading, if it can be read.
    int indexAfter = 256; ///< So many events are matched in memory before the index takes them.
};

/// The record in a SQLite file that several processes may use at once.
///
/// Shape    Positions count from 1 without gaps, in the order of the commits.
/// Owns     A thread that follows the file once somebody subscribes. It ends with it; no call may
/// be
///          running then.
/// Errors   As EventStore says. STORE_UNAVAILABLE is not retryable when a person has to act (a file
///          that cannot be written); `detail` says what to do.
/// Threads  Any but the GUI thread. Listeners are called in the thread that follows the file.
class SqliteRecord final : public Record {
public:
    /// Opens the record, and makes it, with its folder, when there is none.
    ///
    /// Fails with RECORD_FROM_NEWER_VERSION (the file was not touched: start the newer Tamma; or
    /// see `readNewer`: then only appends fail with it),
    /// STORE_UNAVAILABLE (not writable, or no record: it was not touched either), CORRUPT_EVENT
    /// (damaged: see the detail) or DISK_FULL (retryable).
    [[nodiscard]] static Result<std::unique_ptr<SqliteRecord>>
    open(const QString& file, const SqliteRecordOptions& options = {});

    ~SqliteRecord() override;

    [[nodiscard]] const std::optional<Error>& readOnlyBecause() const override
    {
        return m_readOnlyBecause;
    }
    [[nodiscard]] Result<events::AppendReceipt> append(const QList<events::Event>& batch,
                                                       const events::AppendGuard& guard) override;
    [[nodiscard]] Result<QList<events::StoredEvent>>
    read(const events::EventQuery& query) const override;
    [[nodiscard]] Result<Position> head() const override;
    [[nodiscard]] Result<Position> positionAt(Timestamp moment) const override;
    [[nodiscard]] std::unique_ptr<events::Subscription> subscribe(Position after,
                                                                  Listener listener) override;

    using Record::verify;
    [[nodiscard]] Result<RecordReport>
    verify(const std::stop_token& stop, const std::function<void(qint64)>& progress) const override;
    [[nodiscard]] Result<> rebuildIndex() override;
    [[nodiscard]] Result<> eachRow(const RowSink& sink, const std::stop_token& stop) const override;
    [[nodiscard]] Result<> restore(const RowFeed& feed) override;
    [[nodiscard]] Result<RecordStatistics> statistics() const override;
    [[nodiscard]] Result<> backUp(const QString& file) const override;
    [[nodiscard]] Result<qint64> archive(Position upTo, const std::stop_token& stop) override;

private:
    explicit SqliteRecord(const sqlite::RecordFile& file);

    [[nodiscard]] Result<> copySegments(const QString& file) const;

    /// Returns the queue of appends, or why there is none.
    [[nodiscard]] Result<sqlite::AppendQueue*> writer() const;

    std::unique_ptr<const sqlite::RecordFile> m_file;
    std::optional<Error> m_readOnlyBecause;
    std::unique_ptr<sqlite::Tail> m_tail; // Outlives the writer, which wakes it.
    std::unique_ptr<sqlite::ReaderPool> m_readers;
    std::unique_ptr<sqlite::AppendQueue> m_writer;
};

} // namespace tamma::store
