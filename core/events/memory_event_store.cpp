// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/events/memory_event_store.h"

#include "core/events/catalog.h"
#include "core/events/request_check.h"

#include <QHash>

#include <algorithm>
#include <mutex>
#include <ranges>

namespace tamma::events {

namespace {

struct Follower { // Guarded by Shared::delivery.
    EventStore::Listener listener;
    Position after;
    bool ended = false;

    // `events` are in order; those that it has passed already are not for it.
    void tell(const QList<StoredEvent>& events)
    {
        const auto news = std::ranges::upper_bound(events, after, {}, &StoredEvent::position);
        if (!ended && news != events.end()) {
            after = events.last().position;
            listener(QList<StoredEvent>(news, events.end()));
        }
    }
};

} // namespace

struct MemoryEventStore::Shared {
    mutable std::mutex mutex;
    // Held around calls, so that a subscription that ends waits for its last call, and so that
    // batches reach every listener in order. Recursive: a listener may end its own subscription.
    std::recursive_mutex delivery;
    QList<StoredEvent> events;
    QHash<QString, Position> positions;
    QList<std::shared_ptr<Follower>> followers;

    Result<QList<StoredEvent>> store(const QList<Event>& batch, const AppendGuard& guard);
};

namespace {

template <typename Shared> class MemorySubscription final : public Subscription {
public:
    MemorySubscription(std::shared_ptr<Shared> shared, std::shared_ptr<Follower> follower)
        : m_shared(std::move(shared))
        , m_follower(std::move(follower))
    {
    }
    ~MemorySubscription() override
    {
        const std::scoped_lock lock(m_shared->delivery);
        m_follower->ended = true;
        m_shared->followers.removeOne(m_follower);
    }

private:
    std::shared_ptr<Shared> m_shared;
    std::shared_ptr<Follower> m_follower;
};

} // namespace

MemoryEventStore::MemoryEventStore()
    : m_shared(std::make_shared<Shared>())
{
}

MemoryEventStore::~MemoryEventStore() = default;

// Stores the batch and returns it with positions; a repetition stores and returns nothing.
Result<QList<StoredEvent>> MemoryEventStore::Shared::store(const QList<Event>& batch,
                                                           const AppendGuard& guard)
{
    const std::scoped_lock lock(mutex);
    const auto known = std::ranges::count_if(
        batch, [&](const Event& e) { return positions.contains(e.id.text()); });
    if (known == batch.size()) {
        return QList<StoredEvent>();
    }
    const auto conflicts = [&guard](const StoredEvent& stored) {
        return stored.position > guard.seenUpTo
            && guard.about->matches(catalog::typeName(stored.event.payload), stored.event.tags);
    };
    if (guard.about && std::ranges::any_of(events, conflicts)) {
        return retryableFailure(errors::POSITION_CONFLICT);
    }
    if (known > 0) {
        return failure(errors::INVALID_ARGUMENT,
                       QStringLiteral("a part of the batch is stored already"));
    }
    QList<StoredEvent> added;
    for (const Event& event : batch) {
        added.append({{events.size() + 1}, event});
        positions.insert(event.id.text(), added.last().position);
        events.append(added.last());
    }
    return added;
}

Result<Position> MemoryEventStore::append(const QList<Event>& batch, const AppendGuard& guard)
{
    TRY(checkAppend(batch, guard));
    const std::scoped_lock lock(m_shared->delivery);
    TRY_ASSIGN(const QList<StoredEvent> added, m_shared->store(batch, guard));
    if (added.isEmpty()) {
        return m_shared->positions.value(batch.last().id.text());
    }
    const auto followers = m_shared->followers;
    for (const auto& follower : followers) {
        follower->tell(added);
    }
    return added.last().position;
}

Result<QList<StoredEvent>> MemoryEventStore::read(const EventQuery& query) const
{
    TRY(checkQuery(query));
    const std::scoped_lock lock(m_shared->mutex);
    QList<StoredEvent> found;
    const auto take = [&](const StoredEvent& stored) {
        if (stored.position > query.after && stored.position <= query.upTo
            && found.size() < query.limit
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
    const auto follower = std::make_shared<Follower>(std::move(listener), after);
    follower->tell(read(EventQuery::everything(after)).value_or(QList<StoredEvent>()));
    m_shared->followers.append(follower);
    return std::make_unique<MemorySubscription<Shared>>(m_shared, follower);
}

} // namespace tamma::events
