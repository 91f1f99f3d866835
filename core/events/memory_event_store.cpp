// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/events/memory_event_store.h"

#include "core/events/catalog.h"
#include "core/events/codec.h"
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

    std::shared_ptr<const Clock> clock;

    [[nodiscard]] Timestamp lastRecorded() const
    {
        return events.isEmpty() ? Timestamp::min() : events.last().recorded;
    }
    Result<QList<StoredEvent>> store(const QList<Event>& batch, const AppendGuard& guard);
    [[nodiscard]] std::optional<Error> refusal(const AppendGuard& guard) const;
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

MemoryEventStore::MemoryEventStore(std::shared_ptr<const Clock> clock)
    : m_shared(std::make_shared<Shared>())
{
    m_shared->clock = std::move(clock);
}

MemoryEventStore::~MemoryEventStore() = default;

std::optional<Error> MemoryEventStore::Shared::refusal(const AppendGuard& guard) const
{
    for (qsizetype number = 0; number < guard.clauses.size(); ++number) {
        const GuardClause& clause = guard.clauses.at(number);
        const auto broken = std::ranges::find_if(events, [&clause](const StoredEvent& stored) {
            return stored.position > clause.seenUpTo
                && clause.about.matches(catalog::typeName(stored.event.payload), stored.event.tags);
        });
        if (broken != events.end()) {
            return guardBroken(number, clause, broken->position);
        }
    }
    return std::nullopt;
}

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
    if (const auto refused = refusal(guard)) {
        return std::unexpected(*refused);
    }
    if (known > 0) {
        return std::unexpected(storedInPart());
    }
    const Timestamp recorded = std::max(lastRecorded(), clock->now());
    QList<StoredEvent> added;
    for (const Event& event : batch) {
        added.append({{events.size() + 1}, event, recorded});
        positions.insert(event.id.text(), added.last().position);
        events.append(added.last());
    }
    return added;
}

Result<AppendReceipt> MemoryEventStore::append(const QList<Event>& batch, const AppendGuard& guard)
{
    TRY(checkAppend(batch, guard));
    const std::scoped_lock lock(m_shared->delivery);
    TRY_ASSIGN(const QList<StoredEvent> added, m_shared->store(batch, guard));
    if (added.isEmpty()) {
        return AppendReceipt{m_shared->positions.value(batch.first().id.text()),
                             m_shared->positions.value(batch.last().id.text()), true};
    }
    const auto followers = m_shared->followers;
    for (const auto& follower : followers) {
        follower->tell(added);
    }
    return AppendReceipt{added.first().position, added.last().position};
}

Result<QList<StoredEvent>> MemoryEventStore::read(const EventQuery& query) const
{
    TRY(checkQuery(query));
    const std::scoped_lock lock(m_shared->mutex);
    QList<StoredEvent> found;
    const auto take = [&](const StoredEvent& stored) {
        if (stored.position > query.after && stored.position <= query.upTo
            && found.size() < query.limit
            && query.matches(catalog::typeName(stored.event.payload), stored.event.tags)
            && query.matchesDetails(stored)) {
            found.append(stored);
            Payload& payload = found.last().event.payload;
            if (!query.wantsPayloadOf(catalog::typeName(payload))) {
                payload
                    = codec::withoutFields(catalog::typeName(payload), catalog::version(payload));
            }
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

Result<Position> MemoryEventStore::positionAt(Timestamp moment) const
{
    const std::scoped_lock lock(m_shared->mutex);
    const auto after
        = std::ranges::upper_bound(m_shared->events, moment, {}, &StoredEvent::recorded);
    return after == m_shared->events.begin() ? Position{} : std::prev(after)->position;
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
