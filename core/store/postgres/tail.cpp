// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/postgres/tail.h"

#include "core/base/log.h"
#include "core/store/postgres/notifier.h"

#include <poll.h>

namespace tamma::store::postgres {

using events::EventQuery;
using events::EventStore;
using events::StoredEvent;

namespace {

constexpr qint64 EVENTS_AT_ONCE = 512;

// Behind a pooler a session belongs to nobody; then notifications would reach others.
Result<bool> isOwnSession(Connection& connection)
{
    TRY_ASSIGN(const Answer answer, connection.run("SELECT pg_backend_pid()"));
    return answer.integer(0, 0) == connection.backend();
}

} // namespace

struct Tail::Follower {
    EventStore::Listener listener;
    Position after; // Only the tail's thread touches it once it is listed.
    bool ended = false; // Guarded by Shared::mutex.
};

struct Tail::Shared {
    std::mutex mutex;
    std::condition_variable changed;
    QList<std::shared_ptr<Follower>> followers;
    const Follower* called = nullptr; // The one whose listener runs now.
    std::thread::id thread;
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

Tail::Tail(const ConnectionSetup& setup, Parts parts)
    : m_setup(setup)
    , m_parts(std::move(parts))
    , m_shared(std::make_shared<Shared>())
{
    m_setup.interrupt = &m_interrupt;
}

Tail::~Tail()
{
    stop();
}

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

void Tail::stop()
{
    m_thread.request_stop();
    m_interrupt.wake();
    m_thread = {};
}

void Tail::waitBeforeReconnecting(std::chrono::milliseconds pause)
{
    pollfd watched{m_interrupt.descriptor(), POLLIN, 0};
    ::poll(&watched, 1, static_cast<int>(pause.count()));
}

void Tail::loop(const std::stop_token& stop)
{
    Backoff backoff;
    QString lastFault;
    while (!stop.stop_requested()) {
        const auto connection = Connection::open(m_setup);
        const auto done = connection ? follow(**connection, stop)
                                     : Result<>(std::unexpected(connection.error()));
        if (done || stop.stop_requested()) {
            continue;
        }
        if (connection && (*connection)->isUsable()) {
            backoff.reset(); // It was no fault of the connection.
        }
        if (done.error().detail != lastFault) {
            lastFault = done.error().detail;
            log::warning(QStringLiteral("the record cannot be followed"),
                         {{QStringLiteral("detail"), lastFault}});
        }
        waitBeforeReconnecting(backoff.next());
    }
}

// Reads until the connection fails.
Result<> Tail::follow(Connection& connection, const std::stop_token& stop)
{
    TRY_ASSIGN(const bool ownSession, isOwnSession(connection));
    if (ownSession) {
        TRY(connection.runScript(QByteArray("LISTEN ") + CHANNEL));
    }
    auto nextPoll = std::chrono::steady_clock::now();
    bool look = true;
    while (!stop.stop_requested()) {
        if (look) {
            m_waker.clear(); // What is stored from here on wakes again.
            TRY_ASSIGN(look, deliver(connection));
            nextPoll = std::chrono::steady_clock::now() + m_parts.pollInterval;
            continue;
        }
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(
            nextPoll - std::chrono::steady_clock::now());
        TRY_ASSIGN(const QByteArrayList told,
                   connection.notifications(m_waker, std::max(left, std::chrono::milliseconds(0))));
        const bool others = std::ranges::any_of(told, [this](const QByteArray& signature) {
            return signature != m_parts.ownSignature;
        });
        look = others || m_waker.isWoken() || left.count() <= 0;
    }
    return {};
}

// Gives every follower its next page; returns whether somebody may have more to come.
Result<bool> Tail::deliver(Connection& connection)
{
    QList<std::shared_ptr<Follower>> followers;
    {
        const std::scoped_lock lock(m_shared->mutex);
        followers = m_shared->followers;
    }
    EventReader reader(connection, m_parts.horizon, m_parts.frequencies);
    bool more = false;
    std::optional<std::pair<Position, QList<StoredEvent>>> page; // Most are at the same place.
    for (const auto& follower : followers) {
        if (!page || page->first != follower->after) {
            EventQuery query = EventQuery::everything(follower->after);
            query.limit = EVENTS_AT_ONCE;
            TRY_ASSIGN(const QList<StoredRow> rows, reader.connectedRows(query));
            RowDecoder decode;
            QList<StoredEvent> events;
            for (const StoredRow& row : rows) {
                TRY_ASSIGN(StoredEvent event, decode(row));
                events.append(std::move(event));
            }
            page = {follower->after, events};
        }
        const QList<StoredEvent> events = page->second;
        if (!events.isEmpty()) {
            call(*follower, events);
            more = true; // What lies behind a gap was not looked at.
        }
    }
    return more;
}

void Tail::call(Follower& follower, const QList<StoredEvent>& events)
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
    m_shared->changed.notify_all();
}

} // namespace tamma::store::postgres
