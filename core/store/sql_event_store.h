// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/events/event_store.h"
#include "core/store/record_check.h"
#include "core/store/record_transfer.h"

#include <chrono>
#include <memory>

namespace tamma::store {

class AppendQueue;
class ReaderPool;
class Tail;

/// How a record is opened; the defaults are right for everything but tests.
///
/// Units    Milliseconds.
struct SqlEventStoreOptions {
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
class SqlEventStore final : public events::EventStore {
public:
    /// Opens the record, and makes it, with its folder, when there is none.
    ///
    /// Fails with RECORD_FROM_NEWER_VERSION (the file was not touched: start the newer Tamma; or
    /// see `readNewer`: then only appends fail with it),
    /// STORE_UNAVAILABLE (not writable, or no record: it was not touched either), CORRUPT_EVENT
    /// (damaged: see the detail) or DISK_FULL (retryable).
    [[nodiscard]] static Result<std::unique_ptr<SqlEventStore>>
    open(const QString& file, const SqlEventStoreOptions& options = {});

    ~SqlEventStore() override;

    /// Why nothing can be appended, when the record is open for reading only.
    [[nodiscard]] const std::optional<Error>& readOnlyBecause() const { return m_readOnlyBecause; }

    [[nodiscard]] Result<events::AppendReceipt> append(const QList<events::Event>& batch,
                                                       const events::AppendGuard& guard) override;
    [[nodiscard]] Result<QList<events::StoredEvent>>
    read(const events::EventQuery& query) const override;
    [[nodiscard]] Result<Position> head() const override;
    [[nodiscard]] Result<Position> positionAt(Timestamp moment) const override;
    [[nodiscard]] std::unique_ptr<events::Subscription> subscribe(Position after,
                                                                  Listener listener) override;

    /// Checks everything that was ever stored, see checkRecord(). Others go on meanwhile.
    [[nodiscard]] Result<RecordReport> verify(
        const std::stop_token& stop = {},
        const std::function<void(qint64)>& progress = [](qint64) { }) const;

    /// Makes the index of tags again from the events; appends wait meanwhile.
    [[nodiscard]] Result<> rebuildIndex();

    /// Gives every event as a line of JSON, see exportRecord().
    [[nodiscard]] Result<TransferReport> exportTo(const ByteSink& sink,
                                                  const std::stop_token& stop = {}) const;

    /// Stores what exportTo() gave, in a record that is empty: all of it or nothing. `nextLine`
    /// gives one line after the other, and an empty one at the end.
    [[nodiscard]] Result<TransferReport>
    importFrom(const std::function<Result<QByteArray>()>& nextLine);

    [[nodiscard]] Result<RecordStatistics> statistics() const;

    /// Writes a copy as of now to a new file, while others go on; it is a record of its own. Fails
    /// with FILE_WRITE_FAILED when there is a file of that name.
    [[nodiscard]] Result<> backUp(const QString& file) const;

private:
    explicit SqlEventStore(RecordFile file);

    /// Returns the queue of appends, or why there is none.
    [[nodiscard]] Result<AppendQueue*> writer() const;

    RecordFile m_file;
    std::optional<Error> m_readOnlyBecause;
    std::unique_ptr<Tail> m_tail; // Outlives the writer, which wakes it.
    std::unique_ptr<ReaderPool> m_readers;
    std::unique_ptr<AppendQueue> m_writer;
};

} // namespace tamma::store
