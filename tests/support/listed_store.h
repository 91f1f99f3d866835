// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/events/catalog.h"
#include "core/events/event_store.h"

namespace tamma {

/// A record that is a list: tests put into it what they like, with gaps between positions too.
///
/// Shape    `events` ascend by position and by recorded time.
/// Owns     Nothing: the list outlives it.
/// Threads  That of the list.
class ListedStore final : public events::EventStore {
public:
    explicit ListedStore(const QList<events::StoredEvent>& events)
        : m_events(events)
    {
    }

    std::optional<Error> refusal; ///< What every question fails with.
    mutable qint64 eventsRead = 0;

    [[nodiscard]] Result<events::AppendReceipt> append(const QList<events::Event>&,
                                                       const events::AppendGuard&) override
    {
        return failure(errors::STORE_UNAVAILABLE, QStringLiteral("tests append to the list"));
    }
    [[nodiscard]] Result<QList<events::StoredEvent>>
    read(const events::EventQuery& query) const override
    {
        if (refusal) {
            return std::unexpected(*refusal);
        }
        using events::StoredEvent;
        const auto begin
            = std::ranges::upper_bound(m_events, query.after, {}, &StoredEvent::position);
        const auto end = std::ranges::upper_bound(m_events, query.upTo, {}, &StoredEvent::position);
        QList<StoredEvent> found;
        const auto take = [&](const StoredEvent& stored) {
            if (found.size() < query.limit
                && query.matches(events::catalog::typeName(stored.event.payload), stored.event.tags)
                && query.matchesDetails(stored)) {
                found.append(stored);
            }
        };
        if (begin < end && query.backwards) {
            std::for_each(std::reverse_iterator(end), std::reverse_iterator(begin), take);
        } else if (begin < end) {
            std::for_each(begin, end, take);
        }
        eventsRead += found.size();
        return found;
    }
    [[nodiscard]] Result<Position> head() const override
    {
        if (refusal) {
            return std::unexpected(*refusal);
        }
        return m_events.isEmpty() ? Position{} : m_events.last().position;
    }
    [[nodiscard]] Result<Position> positionAt(Timestamp moment) const override
    {
        const auto behind
            = std::ranges::upper_bound(m_events, moment, {}, &events::StoredEvent::recorded);
        return behind == m_events.begin() ? Position{} : (behind - 1)->position;
    }
    [[nodiscard]] std::unique_ptr<events::Subscription> subscribe(Position, Listener) override
    {
        return nullptr;
    }

private:
    const QList<events::StoredEvent>& m_events;
};

} // namespace tamma
