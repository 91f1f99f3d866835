// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/postgres/notifier.h"

#include <QUuid>

namespace tamma::store::postgres {

using namespace std::chrono_literals;

namespace {

constexpr auto FLOOR = 2ms;
constexpr auto LONGEST_WAIT = 2s; // For a server that hangs: this thread has to end some day.

} // namespace

Notifier::Notifier(const ConnectionSetup& setup)
    : m_setup(setup)
    , m_signature(QUuid::createUuid().toByteArray(QUuid::Id128))
{
    m_setup.connectTimeout
        = std::min<std::chrono::milliseconds>(setup.connectTimeout, LONGEST_WAIT);
    m_setup.replyTimeout = std::min<std::chrono::milliseconds>(setup.replyTimeout, LONGEST_WAIT);
}

Notifier::~Notifier()
{
    m_thread = {}; // What is due is still sent.
}

void Notifier::committed()
{
    {
        const std::scoped_lock lock(m_mutex);
        if (!m_thread.joinable()) {
            m_thread = std::jthread([this](const std::stop_token& stop) { loop(stop); });
        }
        if (std::exchange(m_isDue, true)) {
            return;
        }
    }
    m_changed.notify_all();
}

bool Notifier::waitForCommit(const std::stop_token& stop)
{
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, stop, [this] { return m_isDue; });
    return std::exchange(m_isDue, false);
}

void Notifier::pause(const std::stop_token& stop, std::chrono::milliseconds time)
{
    std::unique_lock lock(m_mutex);
    m_changed.wait_for(lock, stop, time, [] { return false; });
}

void Notifier::loop(const std::stop_token& stop)
{
    const QByteArray notify = QByteArray("NOTIFY ") + CHANNEL + ", '" + m_signature + '\'';
    std::unique_ptr<Connection> connection;
    Backoff backoff;
    while (waitForCommit(stop)) {
        if (!connection) {
            connection = Connection::open(m_setup).value_or(nullptr);
        }
        // A notification that cannot be sent is not missed: tails look by themselves as well.
        if (connection && connection->runScript(notify) && connection->isUsable()) {
            backoff.reset();
            pause(stop, FLOOR);
        } else {
            connection.reset();
            pause(stop, backoff.next());
        }
    }
}

} // namespace tamma::store::postgres
