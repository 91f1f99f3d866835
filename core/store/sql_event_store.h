// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/events/event_store.h"

#include <chrono>
#include <memory>

namespace tamma::store {

class ReaderPool;
class StoreThread;
class Tail;

/// How a record is opened; the defaults are right for everything but tests.
///
/// Units    Milliseconds.
struct SqlEventStoreOptions {
    std::chrono::milliseconds busyTimeout{5000}; ///< How long another process may hold the file.
    std::chrono::milliseconds pollInterval{100}; ///< How late events of other processes may come.
    std::shared_ptr<const Clock> clock = std::make_shared<SystemClock>(); ///< Recorded times.
};

/// The record in a SQLite file that several processes may use at once.
///
/// Shape    Positions count from 1 without gaps, in the order of the commits.
/// Owns     A thread that writes, up to four that read, and one that follows the file once somebody
///          subscribes. They end with it; no call may be running then.
/// Errors   As EventStore says. STORE_UNAVAILABLE is not retryable when a person has to act (a file
///          that cannot be written); `detail` says what to do.
/// Threads  Any but the GUI thread. Listeners are called in the thread that follows the file.
class SqlEventStore final : public events::EventStore {
public:
    /// Opens the record, and makes it, with its folder, when there is none.
    ///
    /// Fails with RECORD_FROM_NEWER_VERSION (the file was not touched: start the newer Tamma),
    /// STORE_UNAVAILABLE (not writable, or no record: it was not touched either), CORRUPT_EVENT
    /// (damaged: see the detail) or DISK_FULL (retryable).
    [[nodiscard]] static Result<std::unique_ptr<SqlEventStore>>
    open(const QString& file, const SqlEventStoreOptions& options = {});

    ~SqlEventStore() override;

    [[nodiscard]] Result<Position> append(const QList<events::Event>& batch,
                                          const events::AppendGuard& guard) override;
    [[nodiscard]] Result<QList<events::StoredEvent>>
    read(const events::EventQuery& query) const override;
    [[nodiscard]] Result<Position> head() const override;
    [[nodiscard]] std::unique_ptr<events::Subscription> subscribe(Position after,
                                                                  Listener listener) override;

private:
    SqlEventStore();

    std::unique_ptr<Tail> m_tail; // Outlives the writer, which wakes it.
    std::unique_ptr<ReaderPool> m_readers;
    std::unique_ptr<StoreThread> m_writer;
};

} // namespace tamma::store
