// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/events/memory_event_store.h"

#include "core/events/catalog.h"

#include <QHash>

#include <algorithm>
#include <ranges>

namespace tamma::events {

struct MemoryEventStore::Shared {
    mutable std::mutex mutex;
    // Held around calls, so that a subscription that ends waits for its last call, and so that
    // batches reach every listener in order.
    std::recursive_mutex delivery;
    QList<StoredEvent> events;
    QHash<QString, Position> positions;
    std::list<Listener> listeners;
};

namespace {

template <typename Shared> class MemorySubscription final : public Subscription {
public:
    MemorySubscription(std::shared_ptr<Shared> shared, std::list<EventStore::Listener>::iterator it)
        : m_shared(std::move(shared))
        , m_it(it)
    {
    }
    ~MemorySubscription() override
    {
        const std::scoped_lock lock(m_shared->delivery);
        m_shared->listeners.erase(m_it);
    }

private:
    std::shared_ptr<Shared> m_shared;
    std::list<EventStore::Listener>::iterator m_it;
};

} // namespace

MemoryEventStore::MemoryEventStore()
    : m_shared(std::make_shared<Shared>())
{
}

MemoryEventStore::~MemoryEventStore() = default;

Result<Position> MemoryEventStore::append(const QList<Event>& batch, const AppendGuard& guard)
{
    if (batch.isEmpty()
        || std::ranges::any_of(batch, [](const Event& e) { return e.id.isEmpty(); })) {
        return failure(errors::INVALID_ARGUMENT,
                       QStringLiteral("a batch needs events, and each of them an id"));
    }
    const std::scoped_lock deliveryLock(m_shared->delivery);
    QList<StoredEvent> added;
    {
        const std::scoped_lock lock(m_shared->mutex);
        if (const auto known = m_shared->positions.constFind(batch.last().id.text());
            known != m_shared->positions.constEnd()) {
            return *known;
        }
        const auto conflicts = [&](const StoredEvent& stored) {
            return stored.position > guard.seenUpTo
                && guard.about->matches(catalog::typeName(stored.event.payload), stored.event.tags);
        };
        if (guard.about && std::ranges::any_of(m_shared->events, conflicts)) {
            return retryableFailure(errors::POSITION_CONFLICT);
        }
        for (const Event& event : batch) {
            if (!m_shared->positions.contains(event.id.text())) {
                const Position position{m_shared->events.size() + 1};
                m_shared->positions.insert(event.id.text(), position);
                added.append({position, event});
                m_shared->events.append(added.last());
            }
        }
    }
    for (const Listener& listener : m_shared->listeners) {
        listener(added);
    }
    return added.last().position;
}

Result<QList<StoredEvent>> MemoryEventStore::read(const EventQuery& query) const
{
    const std::scoped_lock lock(m_shared->mutex);
    QList<StoredEvent> found;
    const auto take = [&](const StoredEvent& stored) {
        if (stored.position > query.after && found.size() < query.limit
            && query.matches(catalog::typeName(stored.event.payload), stored.event.tags)) {
            found.append(stored);
        }
    };
    if (query.backwards) {
        std::ranges::for_each(m_shared->events | std::views::reverse, take);
    } else {
        std::ranges::for_each(m_shared->events, take);
    }
    return found;
}

Result<Position> MemoryEventStore::head() const
{
    const std::scoped_lock lock(m_shared->mutex);
    return m_shared->events.isEmpty() ? Position{} : m_shared->events.last().position;
}

std::unique_ptr<Subscription> MemoryEventStore::subscribe(Position after, Listener listener)
{
    const std::scoped_lock lock(m_shared->delivery);
    if (const auto stored = read(EventQuery::everything(after)); stored && !stored->isEmpty()) {
        listener(*stored);
    }
    const auto it = m_shared->listeners.insert(m_shared->listeners.end(), std::move(listener));
    return std::make_unique<MemorySubscription<Shared>>(m_shared, it);
}

} // namespace tamma::events
