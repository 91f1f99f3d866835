// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/postgres/client/connection_pool.h"
#include "core/store/postgres/event_rows.h"
#include "core/store/record.h"

#include <map>
#include <span>

namespace tamma::store::postgres {

/// One append on its way to the database.
struct AppendRequest {
    QList<EventRow> rows;
    events::AppendGuard guard;
    Result<events::AppendReceipt> answer;

    /// Whether both can be judged at once: no condition of the one is about events of the other,
    /// and they share no event.
    [[nodiscard]] bool isIndependentOf(const AppendRequest& other) const;
};

/// The advisory locks of an append, in the one order in which everybody takes them.
///
/// Shape    By key; true: for itself alone.
using LockSet = std::map<qint64, bool>;

/// Every append shares EVERYTHING, its types and its tags. A condition takes for itself what an
/// event that breaks it would have to share: one tag of each item, or the types when it has no tag,
/// or EVERYTHING when it is about every event. More than a few hundred become EVERYTHING.
[[nodiscard]] LockSet locksOf(std::span<AppendRequest* const> group);

/// Stores groups of appends: one statement, one round trip, one transaction for a group.
///
/// Threads  Any.
class Writer {
public:
    /// `committed` is called after every commit, before anybody is answered.
    Writer(ConnectionPool& pool, std::function<void()> committed)
        : m_pool(pool)
        , m_committed(std::move(committed))
    {
    }

    /// Stores a group of requests that are independent of each other, and sets every answer. When
    /// the connection is lost in the middle, it asks again: the ids tell what was stored.
    void write(std::span<AppendRequest* const> group);

    /// As Record::restore().
    [[nodiscard]] Result<> restore(const RowFeed& feed);

private:
    [[nodiscard]] Result<> storeAll(std::span<AppendRequest* const> group);
    [[nodiscard]] Result<> tryOnce(Connection& connection, std::span<AppendRequest* const> group,
                                   bool isRepeated);

    ConnectionPool& m_pool;
    std::function<void()> m_committed;
};

} // namespace tamma::store::postgres
