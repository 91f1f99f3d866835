// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/sqlite/writer.h"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>

namespace tamma::store::sqlite {

/// Brings the appends of all callers to the disk together: the first caller writes for everybody
/// who waits, in one transaction, and answers them once it is durable. So the cost of reaching the
/// disk is shared, and a caller that is alone pays for no switch of threads.
///
/// Shape    First come, first stored. Whoever comes while a group is written waits for the next
///          one, which the first of them writes. It waits a moment for those who were in the group
///          before: they have just been answered and mostly come back.
/// Source   The leader and followers of group commit, as in LevelDB's write queue.
/// Threads  Any; append() blocks until the batch is durable or refused.
class AppendQueue {
public:
    explicit AppendQueue(Writer writer);
    ~AppendQueue();

    [[nodiscard]] Result<events::AppendReceipt> append(QList<EventRow> rows,
                                                       events::AppendGuard guard);

    /// Runs work that needs the writing connection for itself, between two groups.
    [[nodiscard]] Result<> alone(const std::function<Result<>(Writer&)>& work);

private:
    struct Waiting;

    void lead();
    void waitForCompany(std::unique_lock<std::mutex>& lock);
    void handOver(std::unique_lock<std::mutex>& lock);

    Writer m_writer; // Whoever leads uses it, nobody else.
    std::mutex m_mutex;
    std::deque<std::shared_ptr<Waiting>> m_queue;
    std::condition_variable m_gathered;
    std::condition_variable m_free;
    bool m_hasLeader = false;
    int m_wantAlone = 0;
    size_t m_lastSize = 1; // Of the group before, and how long it took.
    std::chrono::steady_clock::duration m_lastTime{};
};

} // namespace tamma::store::sqlite
