// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/events/event_store.h"

#include <functional>
#include <memory>

namespace tamma::store {

/// Who follows a record, and how far each of them is. The record's tail reads; this gives out.
///
/// Threads  add() and the end of a subscription from any; deliver() always from the same one, in
///          which the listeners are called.
class Followers {
public:
    Followers();
    ~Followers();

    /// Returns a subscription that may outlive this object.
    [[nodiscard]] std::unique_ptr<events::Subscription> add(Position after,
                                                            events::EventStore::Listener listener);

    /// Reads the page of events behind a position.
    using ReadPage = std::function<Result<QList<events::StoredEvent>>(Position after)>;

    /// Gives every follower its next page, and returns the size of the largest one that was given.
    [[nodiscard]] Result<qsizetype> deliver(const ReadPage& read);

private:
    struct Follower;
    struct Shared;
    class Ticket;

    void call(Follower& follower, const QList<events::StoredEvent>& events);

    std::shared_ptr<Shared> m_shared;
};

} // namespace tamma::store
