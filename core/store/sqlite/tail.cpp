// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/sqlite/tail.h"

#include "core/base/log.h"
#include "core/store/sqlite/event_rows.h"

namespace tamma::store::sqlite {

using events::EventQuery;
using events::EventStore;
using events::StoredEvent;

namespace {

constexpr qint64 PAGE = 512;

} // namespace

struct Tail::Follower {
    EventStore::Listener listener;
    Position after; // Only the tail's thread touches it once it is listed.
    bool ended = false; // Guarded by Shared::mutex.
};

struct Tail::Shared {
    std::mutex mutex;
    std::condition_variable_any changed;
    QList<std::shared_ptr<Follower>> followers;
    const Follower* called = nullptr; // The one whose listener runs now.
    std::thread::id thread;
    bool woken = false;
};

/// What a subscriber holds.
class Tail::Ticket final : public events::Subscription {
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
            m_shared->changed.wait(lock, [this] { return m_shared->called != m_follower.get(); });
        }
    }

private:
    std::shared_ptr<Shared> m_shared;
    std::shared_ptr<Follower> m_follower;
};

Tail::Tail(RecordFile file, std::chrono::milliseconds pollInterval)
    : m_file(std::move(file))
    , m_pollInterval(pollInterval)
    , m_shared(std::make_shared<Shared>())
{
}

Tail::~Tail() = default;

std::unique_ptr<events::Subscription> Tail::subscribe(Position after, EventStore::Listener listener)
{
    auto follower = std::make_shared<Follower>(std::move(listener), after);
    {
        const std::scoped_lock lock(m_shared->mutex);
        m_shared->followers.append(follower);
        if (!m_thread.joinable()) {
            m_thread = std::jthread([this](const std::stop_token& stop) { loop(stop); });
            m_shared->thread = m_thread.get_id();
        }
    }
    wake();
    return std::make_unique<Ticket>(m_shared, std::move(follower));
}

void Tail::wake()
{
    {
        const std::scoped_lock lock(m_shared->mutex);
        m_shared->woken = true;
    }
    m_shared->changed.notify_all();
}

void Tail::stop()
{
    m_thread = {};
}

// Returns whether it was woken; false after a poll interval.
bool Tail::wait(const std::stop_token& stop)
{
    std::unique_lock lock(m_shared->mutex);
    m_shared->changed.wait_for(lock, stop, m_pollInterval, [this] { return m_shared->woken; });
    return std::exchange(m_shared->woken, false);
}

void Tail::loop(const std::stop_token& stop)
{
    while (!stop.stop_requested()) {
        if (const auto connection = Connection::open(m_file)) {
            follow(**connection, stop);
        } else {
            log::warning(QStringLiteral("the record cannot be followed"),
                         {{QStringLiteral("detail"), connection.error().detail}});
            static_cast<void>(wait(stop));
        }
    }
}

void Tail::follow(Connection& connection, const std::stop_token& stop)
{
    TagIndex index(connection);
    qint64 seenVersion = -1;
    QString lastFault;
    bool more = true;
    while (!stop.stop_requested()) {
        const bool look = more || wait(stop);
        // The version is taken before the events: what comes between is seen the next time.
        const auto version = connection.number("PRAGMA data_version");
        if (version && !look && *version == seenVersion) {
            continue;
        }
        const auto delivered
            = version ? deliver(index) : Result<bool>(std::unexpected(version.error()));
        more = delivered.value_or(false);
        seenVersion = delivered ? *version : -1; // After a fault look again at the next poll.
        const QString fault = delivered ? QString() : delivered.error().detail;
        if (!fault.isEmpty() && fault != lastFault) {
            log::warning(QStringLiteral("new events cannot be read"),
                         {{QStringLiteral("detail"), fault}});
        }
        lastFault = fault;
    }
}

// Gives every follower its next page; returns whether somebody may have more to come.
Result<bool> Tail::deliver(TagIndex& index)
{
    QList<std::shared_ptr<Follower>> followers;
    {
        const std::scoped_lock lock(m_shared->mutex);
        followers = m_shared->followers;
    }
    bool more = false;
    std::optional<std::pair<Position, QList<StoredEvent>>> page; // Most are at the same place.
    for (const auto& follower : followers) {
        if (!page || page->first != follower->after) {
            EventQuery query = EventQuery::everything(follower->after);
            query.limit = PAGE;
            TRY_ASSIGN(const auto events, readEvents(index, query));
            page = {follower->after, events};
        }
        const QList<StoredEvent> events = page->second;
        if (events.isEmpty()) {
            continue;
        }
        {
            const std::scoped_lock lock(m_shared->mutex);
            if (follower->ended) {
                continue;
            }
            m_shared->called = follower.get();
        }
        follower->listener(events);
        follower->after = events.last().position;
        more = more || events.size() == PAGE;
        {
            const std::scoped_lock lock(m_shared->mutex);
            m_shared->called = nullptr;
        }
        m_shared->changed.notify_all();
    }
    return more;
}

} // namespace tamma::store::sqlite
