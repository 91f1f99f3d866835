// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/postgres/event_rows.h"
#include "core/store/postgres/horizon.h"

#include <QHash>

#include <mutex>

namespace tamma::store::postgres {

/// How often the common keys are, as the server's statistics tell; asked again every minute.
///
/// Threads  Any.
class KeyFrequencies {
public:
    /// Returns the part of all events that have all keys of one of the sets, as a guess; 0 when it
    /// is small or not known.
    [[nodiscard]] double guess(Connection& connection, const QList<QByteArrayList>& sets);

private:
    [[nodiscard]] double ofSet(const QByteArrayList& keys) const;

    std::mutex m_mutex;
    std::chrono::steady_clock::time_point m_next{};
    QHash<QByteArray, double> m_common;
};

/// How a query finds its rows.
enum class Plan {
    InOrder, ///< Along the positions, until enough match.
    ByKeys, ///< What the GIN index names, then sorted.
};

/// Answers queries with one connection.
///
/// Shape    Gives nothing beyond the horizon: whoever goes on after the last event that he was
///          given misses none.
class EventReader {
public:
    EventReader(Connection& connection, Horizon& horizon, KeyFrequencies& frequencies)
        : m_connection(connection)
        , m_horizon(horizon)
        , m_frequencies(frequencies)
    {
    }

    /// As EventStore::read().
    [[nodiscard]] Result<QList<events::StoredEvent>> read(events::EventQuery query);

    /// The events of a query that asks for no details, as rows.
    [[nodiscard]] Result<QList<StoredRow>> rows(events::EventQuery query);

    /// The same for who follows: what comes before a gap is given without waiting for the gap.
    [[nodiscard]] Result<QList<StoredRow>> connectedRows(events::EventQuery query);

    /// Which way a query goes.
    [[nodiscard]] Plan planFor(const events::EventQuery& query);

    /// What the query is as SQL.
    [[nodiscard]] static Statement statementFor(const events::EventQuery& query);

    /// The statements before it that leave the planner no other way.
    [[nodiscard]] static QList<Statement> settingsFor(Plan plan);

private:
    [[nodiscard]] Result<> cutByTime(events::EventQuery& query);
    [[nodiscard]] Result<QList<StoredRow>> fetch(const events::EventQuery& query, Plan plan);
    [[nodiscard]] Result<QList<StoredRow>> lookAndFetch(const events::EventQuery& query, Plan plan,
                                                        Horizon::Look& look);

    Connection& m_connection;
    Horizon& m_horizon;
    KeyFrequencies& m_frequencies;
};

} // namespace tamma::store::postgres
