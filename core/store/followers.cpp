// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/followers.h"

#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

namespace tamma::store {

using events::StoredEvent;

struct Followers::Follower {
    events::EventStore::Listener listener;
    Position after; // Only deliver() touches it once it is listed.
    bool ended = false; // Guarded by Shared::mutex.
};

struct Followers::Shared {
    std::mutex mutex;
    std::condition_variable returned;
    QList<std::shared_ptr<Follower>> followers;
    const Follower* called = nullptr; // The one whose listener runs now.
    std::thread::id thread; // Of deliver().
};

/// What a subscriber holds.
class Followers::Ticket final : public events::Subscription {
public:
    Ticket(std::shared_ptr<Shared> shared, std::shared_ptr<Follower> follower)
        : m_shared(std::move(shared))
        , m_follower(std::move(follower))
    {
    }
    ~Ticket() override
    {
        std::unique_lock lock(m_shared->mutex);
        m_follower->ended = true;
        m_shared->followers.removeOne(m_follower);
        // A listener that ends its own subscription cannot wait for itself.
        if (std::this_thread::get_id() != m_shared->thread) {
            m_shared->returned.wait(lock, [this] { return m_shared->called != m_follower.get(); });
        }
    }

private:
    std::shared_ptr<Shared> m_shared;
    std::shared_ptr<Follower> m_follower;
};

Followers::Followers()
    : m_shared(std::make_shared<Shared>())
{
}

Followers::~Followers() = default;

std::unique_ptr<events::Subscription> Followers::add(Position after,
                                                     events::EventStore::Listener listener)
{
    auto follower = std::make_shared<Follower>(std::move(listener), after);
    const std::scoped_lock lock(m_shared->mutex);
    m_shared->followers.append(follower);
    return std::make_unique<Ticket>(m_shared, std::move(follower));
}

Result<qsizetype> Followers::deliver(const ReadPage& read)
{
    QList<std::shared_ptr<Follower>> followers;
    {
        const std::scoped_lock lock(m_shared->mutex);
        m_shared->thread = std::this_thread::get_id();
        followers = m_shared->followers;
    }
    qsizetype largest = 0;
    std::optional<std::pair<Position, QList<StoredEvent>>> page; // Most are at the same place.
    for (const auto& follower : followers) {
        if (!page || page->first != follower->after) {
            TRY_ASSIGN(QList<StoredEvent> events, read(follower->after));
            page = {follower->after, std::move(events)};
        }
        if (!page->second.isEmpty()) {
            call(*follower, page->second);
            largest = std::max(largest, page->second.size());
        }
    }
    return largest;
}

void Followers::call(Follower& follower, const QList<StoredEvent>& events)
{
    {
        const std::scoped_lock lock(m_shared->mutex);
        if (follower.ended) {
            return;
        }
        m_shared->called = &follower;
    }
    follower.listener(events);
    follower.after = events.last().position;
    {
        const std::scoped_lock lock(m_shared->mutex);
        m_shared->called = nullptr;
    }
    m_shared->returned.notify_all();
}

} // namespace tamma::store
