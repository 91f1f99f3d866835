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

Tail::Tail(const ConnectionSetup& setup, Parts parts)
    : m_setup(setup)
    , m_parts(std::move(parts))
{
    m_setup.interrupt = &m_interrupt;
}

Tail::~Tail()
{
    stop();
}

std::unique_ptr<events::Subscription> Tail::subscribe(Position after, EventStore::Listener listener)
{
    auto subscription = m_followers.add(after, std::move(listener));
    {
        const std::scoped_lock lock(m_mutex);
        if (!m_thread.joinable()) {
            m_thread = std::jthread([this](const std::stop_token& stop) { loop(stop); });
        }
    }
    wake();
    return subscription;
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

// Returns whether somebody may have more to come: what lies behind a gap was not looked at.
Result<bool> Tail::deliver(Connection& connection)
{
    EventReader reader(connection, m_parts.horizon, m_parts.frequencies);
    const auto largest
        = m_followers.deliver([&reader](Position after) -> Result<QList<StoredEvent>> {
              EventQuery query = EventQuery::everything(after);
              query.limit = EVENTS_AT_ONCE;
              TRY_ASSIGN(const QList<StoredRow> rows, reader.connectedRows(query));
              RowDecoder decoder;
              QList<StoredEvent> events;
              for (const StoredRow& row : rows) {
                  TRY(decoder.appendTo(events, row));
              }
              return events;
          });
    return largest.transform([](qsizetype events) { return events > 0; });
}

} // namespace tamma::store::postgres
