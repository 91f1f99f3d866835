// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/postgres/client/connection_pool.h"

#include <QRandomGenerator>

namespace tamma::store::postgres {

using std::chrono::steady_clock;

std::chrono::milliseconds Backoff::next()
{
    const auto half = m_pause / 2;
    const auto jitter = QRandomGenerator::global()->bounded(static_cast<int>(half.count()) + 1);
    m_pause = std::min(m_pause * 2, LONGEST);
    return half + std::chrono::milliseconds(jitter);
}

ConnectionPool::ConnectionPool(const ConnectionSetup& setup, const Bounds& bounds)
    : m_setup(setup)
    , m_bounds(bounds)
{
}

ConnectionPool::~ConnectionPool() = default;

Result<std::unique_ptr<Connection>> ConnectionPool::borrow(Deadline deadline)
{
    {
        std::unique_lock lock(m_mutex);
        const bool isFree = m_returned.wait_until(
            lock, deadline, [this] { return !m_idle.empty() || m_lent < m_bounds.connections; });
        if (!isFree) {
            return std::unexpected(lostConnection(m_setup.location.shown(),
                                                  QStringLiteral("all connections are in use")));
        }
        ++m_lent;
        if (!m_idle.empty()) {
            auto connection = std::move(m_idle.back());
            m_idle.pop_back();
            return connection;
        }
    }
    auto connection = connect(deadline);
    if (!connection) {
        giveBack(nullptr);
    }
    return connection;
}

Result<std::unique_ptr<Connection>> ConnectionPool::connect(Deadline deadline)
{
    Backoff backoff;
    while (true) {
        auto connection = Connection::open(m_setup);
        if (connection || !connection.error().retryable) {
            return connection;
        }
        const auto next = steady_clock::now() + backoff.next();
        if (next >= deadline) {
            return connection;
        }
        pauseUntil(next);
    }
}

void ConnectionPool::pauseUntil(Deadline end)
{
    std::unique_lock lock(m_mutex);
    m_returned.wait_until(lock, end, [] { return false; });
}

void ConnectionPool::giveBack(std::unique_ptr<Connection> connection)
{
    const std::scoped_lock lock(m_mutex);
    --m_lent;
    if (connection && connection->isUsable()) {
        connection->setReplyTimeout(m_setup.replyTimeout);
        m_idle.push_back(std::move(connection));
    } else if (connection) {
        m_idle.clear(); // The server went away or restarted: the others are as dead.
    }
    m_returned.notify_one();
}

Result<> ConnectionPool::runUntil(Deadline deadline, const Work& work)
{
    TRY_ASSIGN(auto connection, borrow(deadline));
    const auto done = work(*connection);
    giveBack(std::move(connection));
    return done;
}

Result<> ConnectionPool::run(const Work& work)
{
    return runUntil(steady_clock::now() + m_bounds.patience, work);
}

Result<> ConnectionPool::repeat(const std::function<Result<>(Connection&, int)>& work)
{
    const Deadline deadline = steady_clock::now() + m_bounds.patience;
    Backoff backoff;
    for (int number = 1;; ++number) {
        const auto done
            = runUntil(deadline, [&](Connection& connection) { return work(connection, number); });
        if (done || !leavesDoubt(done.error())) {
            return done;
        }
        const auto next = steady_clock::now() + backoff.next();
        if (next >= deadline) {
            return done;
        }
        pauseUntil(next);
    }
}

} // namespace tamma::store::postgres
