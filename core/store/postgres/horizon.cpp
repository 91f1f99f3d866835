// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/postgres/horizon.h"

namespace tamma::store::postgres {

namespace {

constexpr qint64 LOOK_AT_MOST = 1024;

} // namespace

Position Horizon::known() const
{
    const std::scoped_lock lock(m_mutex);
    return m_known;
}

void Horizon::advance(Position position, qint64 recorded)
{
    const std::scoped_lock lock(m_mutex);
    m_known = std::max(m_known, position);
    m_recorded = std::max(m_recorded, recorded);
}

// Positions that follow each other differ from their row's number by the same amount.
Statement Horizon::lookStatement(Position before)
{
    return {"SELECT coalesce(max(position) FILTER (WHERE position - n = $1), $1), "
            "coalesce(max(position), $1), count(*), "
            "(SELECT coalesce(max(position), 0) FROM events) "
            "FROM (SELECT position, row_number() OVER (ORDER BY position) AS n FROM "
            "(SELECT position FROM events WHERE position > $1 ORDER BY position LIMIT "
                + QByteArray::number(LOOK_AT_MOST) + ") AS newer) AS numbered",
            Parameters().integer(before.value)};
}

Horizon::Look Horizon::understand(Position before, const Answer& answer)
{
    Look look{before, {answer.integer(0, 0)}, {answer.integer(0, 1)}};
    if (answer.integer(0, 2) == LOOK_AT_MOST) {
        look.newest = {std::numeric_limits<qint64>::max()}; // There is more than was looked at.
    }
    advance(look.connected, 0);
    return look;
}

Result<Position> Horizon::decide(Connection& connection)
{
    quint64 begunBefore = 0;
    {
        const std::scoped_lock lock(m_mutex);
        begunBefore = m_begun;
    }
    const std::scoped_lock taking(m_taking);
    quint64 number = 0;
    {
        const std::scoped_lock lock(m_mutex);
        if (m_done > begunBefore) { // It began after we asked: it is as good as our own.
            return m_known;
        }
        number = ++m_begun;
    }
    TRY_ASSIGN(const Answer answer,
               connection.run("SELECT decided, recorded FROM tamma_barrier()"));
    advance({answer.integer(0, 0)}, answer.moment(0, 1));
    const std::scoped_lock lock(m_mutex);
    m_done = number;
    return m_known;
}

Result<Position> Horizon::positionAt(Connection& connection, Timestamp moment)
{
    const qint64 milliseconds = moment.time_since_epoch().count();
    bool isDecided = false;
    {
        const std::scoped_lock lock(m_mutex);
        isDecided = milliseconds < m_recorded;
    }
    if (!isDecided) {
        TRY(decide(connection));
    }
    TRY_ASSIGN(const Answer answer,
               connection.run("SELECT tamma_position_at($1, $2)",
                              Parameters().moment(milliseconds).integer(known().value)));
    return Position{answer.integer(0, 0)};
}

Result<Position> Horizon::newest(Connection& connection)
{
    const Position before = known();
    const Statement look = lookStatement(before);
    TRY_ASSIGN(const Answer seen, connection.run(look.sql, look.parameters));
    if (understand(before, seen).isDecided()) {
        return Position{seen.integer(0, 3)};
    }
    TRY_ASSIGN(const Position decided, decide(connection));
    TRY_ASSIGN(const Answer newest,
               connection.run("SELECT coalesce(max(position), 0) FROM events WHERE position <= $1",
                              Parameters().integer(decided.value)));
    return Position{newest.integer(0, 0)};
}

} // namespace tamma::store::postgres
