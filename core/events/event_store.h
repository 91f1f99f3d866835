// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/events/event_query.h"

#include <QList>

#include <functional>
#include <memory>

namespace tamma::events {

/// A promise to be called for new events; destroying it ends the calls, and waits for one that
/// runs.
class Subscription {
public:
    virtual ~Subscription() = default;
};

/// The append-only log of everything Tamma did. It is the only durable truth: everything else is a
/// fold of it and can be thrown away.
///
/// Shape    One sequence for all issues. A Position only ever grows; gaps are allowed. An event
///          whose id is already stored is not stored again: a repeated append succeeds, whatever
///          its guard, and says so. A batch of which only a part is stored is no repetition: it is
///          judged by its guard and then refused.
/// Units    Times are UTC, in whole milliseconds. An event's own was stamped by the caller's Clock;
///          the recorded one by the store's, and never goes back: "as of T" is exact with it.
/// Errors   STORE_UNAVAILABLE (retryable), DISK_FULL (retryable), POSITION_CONFLICT (retryable),
///          CORRUPT_EVENT, INVALID_ARGUMENT (see request_check.h: mend the call).
/// Threads  Any but the GUI thread: a call blocks until the batch is durable.
class EventStore {
public:
    using Listener = std::function<void(const QList<StoredEvent>&)>;

    virtual ~EventStore() = default;

    /// Appends `batch` whole or not at all.
    ///
    /// Refuses with POSITION_CONFLICT when a clause of the guard does not hold: the decision behind
    /// the batch is stale, so read and decide again. The context says which: "clause" (from 0) and
    /// the "position" of an event that broke it.
    [[nodiscard]] virtual Result<AppendReceipt> append(const QList<Event>& batch,
                                                       const AppendGuard& guard)
        = 0;

    /// Returns the events that match `query`, oldest first (or newest first, if asked), at most
    /// `query.limit` of them.
    [[nodiscard]] virtual Result<QList<StoredEvent>> read(const EventQuery& query) const = 0;

    /// Returns the position of the newest event, or 0 when there is none.
    [[nodiscard]] virtual Result<Position> head() const = 0;

    /// Returns the position of the newest event recorded at `moment` or earlier; 0 for none.
    [[nodiscard]] virtual Result<Position> positionAt(Timestamp moment) const = 0;

    /// Calls `listener` with every event after `after`, in order, nothing missed and nothing
    /// twice: first what is stored already, then what comes, from this and every other process.
    /// The calls come on a thread of the store; a listener must be quick and must not append.
    [[nodiscard]] virtual std::unique_ptr<Subscription> subscribe(Position after, Listener listener)
        = 0;
};

} // namespace tamma::events
