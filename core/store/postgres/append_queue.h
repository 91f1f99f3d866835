// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/postgres/writer.h"

#include <deque>
#include <memory>
#include <mutex>

namespace tamma::store::postgres {

/// Brings the appends of all callers of a process to the database in a few groups at a time: the
/// first caller of a group writes for everybody who waits. So callers share round trips and
/// commits, while several groups still use the server's parallel commits.
///
/// Shape    First come, first written, but requests that are about each other's events are never in
///          one group: the later one waits for the next.
/// Source   The leader and followers of group commit, as in LevelDB's write queue.
/// Threads  Any; append() blocks until the batch is durable or refused.
class AppendQueue {
public:
    explicit AppendQueue(Writer writer);
    ~AppendQueue();

    [[nodiscard]] Result<events::AppendReceipt> append(QList<EventRow> rows,
                                                       events::AppendGuard guard);

    [[nodiscard]] Writer& writer() { return m_writer; }

private:
    struct Waiting;

    void lead(const std::shared_ptr<Waiting>& mine);
    [[nodiscard]] std::vector<std::shared_ptr<Waiting>>
    takeGroup(const std::shared_ptr<Waiting>& first);

    Writer m_writer;
    std::mutex m_mutex;
    std::deque<std::shared_ptr<Waiting>> m_queue;
    int m_leaders = 0;
};

} // namespace tamma::store::postgres
