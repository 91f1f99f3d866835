// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/sqlite/tail.h"

#include "core/base/log.h"
#include "core/store/sqlite/event_rows.h"

namespace tamma::store::sqlite {

using events::EventQuery;
using events::EventStore;

namespace {

constexpr qint64 PAGE = 512;

} // namespace

Tail::Tail(RecordFile file, std::chrono::milliseconds pollInterval)
    : m_file(std::move(file))
    , m_pollInterval(pollInterval)
{
}

Tail::~Tail() = default;

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

void Tail::wake()
{
    {
        const std::scoped_lock lock(m_mutex);
        m_woken = true;
    }
    m_changed.notify_all();
}

void Tail::stop()
{
    m_thread = {};
}

// Returns whether it was woken; false after a poll interval.
bool Tail::wait(const std::stop_token& stop)
{
    std::unique_lock lock(m_mutex);
    m_changed.wait_for(lock, stop, m_pollInterval, [this] { return m_woken; });
    return std::exchange(m_woken, false);
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

// Returns whether somebody may have more to come.
Result<bool> Tail::deliver(TagIndex& index)
{
    const auto largest = m_followers.deliver([&index](Position after) {
        EventQuery query = EventQuery::everything(after);
        query.limit = PAGE;
        return readEvents(index, query);
    });
    return largest.transform([](qsizetype events) { return events == PAGE; });
}

} // namespace tamma::store::sqlite
