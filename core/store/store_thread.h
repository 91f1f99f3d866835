// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/store/event_rows.h"

#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <mutex>
#include <thread>
#include <vector>

namespace tamma::store {

/// One append on its way to the disk. It is handed over with its promise: a caller that has its
/// answer may be gone before the store thread has let go of it.
struct AppendRequest {
    QList<EventRow> rows;
    events::AppendGuard guard;
    std::promise<Result<Position>> answer = {};
};

/// The thread that writes: it takes what all callers have queued, stores it in one transaction and
/// answers everybody once that is on the disk. So the cost of reaching the disk is shared, and a
/// single caller never waits for company.
///
/// Shape    A request is judged and stored in the order of its arrival; a refused one leaves the
///          others alone. Recorded times never go back, whatever the clock does.
/// Threads  append() from any. `committed` is called in the store's thread, before the answers.
class StoreThread {
public:
    struct Setup {
        RecordFile file;
        std::shared_ptr<const Clock> clock;
        std::function<void()> committed;
    };

    /// Opens the record in the new thread; fails as openRecord() does.
    [[nodiscard]] static Result<std::unique_ptr<StoreThread>> start(Setup setup);

    /// Blocks until the batch is durable or refused; fails as EventStore::append() does.
    [[nodiscard]] Result<Position> append(QList<EventRow> rows, events::AppendGuard guard);

private:
    using Group = std::vector<AppendRequest>;
    class Writer;

    explicit StoreThread(Setup setup);
    void loop(const std::stop_token& stop, std::promise<Result<>> opened);
    [[nodiscard]] Group takeGroup(const std::stop_token& stop);

    Setup m_setup;
    std::mutex m_mutex;
    std::condition_variable_any m_wake;
    std::deque<AppendRequest> m_queue;
    std::jthread m_thread; // Last: joined before the rest goes.
};

} // namespace tamma::store
