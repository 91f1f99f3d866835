// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/events/ids.h"
#include "core/store/postgres/client/connection.h"

#include <mutex>

namespace tamma::store::postgres {

/// How far the record is decided: up to there every position has its event, or will never have one.
/// A position is taken before its event can be seen, so that a newer event may be seen before an
/// older one; nothing beyond the horizon is given to anybody.
///
/// Shape    Moves forward only. It moves for free while positions follow each other without gaps;
///          at a gap it takes the barrier: a moment in which no append is under way.
/// Threads  Any. Those who need the barrier at the same time share one.
class Horizon {
public:
    [[nodiscard]] Position known() const;

    /// What was found beyond the horizon at one moment.
    struct Look {
        Position before; ///< The horizon that it began at.
        Position connected; ///< The last position without a gap before it.
        Position newest;
        [[nodiscard]] bool isDecided() const { return connected == newest; }
    };

    /// The statement that looks beyond `before`, and what its answer means. With a gap, or with
    /// very much to look at, `newest` lies behind `connected`.
    [[nodiscard]] static Statement lookStatement(Position before);
    [[nodiscard]] Look understand(Position before, const Answer& answer);

    /// Takes the barrier; returns the horizon after it.
    [[nodiscard]] Result<Position> decide(Connection& connection);

    /// Returns the newest decided position that was recorded at `moment` or earlier.
    [[nodiscard]] Result<Position> positionAt(Connection& connection, Timestamp moment);

    /// Returns the position of the newest event.
    [[nodiscard]] Result<Position> newest(Connection& connection);

private:
    void advance(Position position, qint64 recorded);

    mutable std::mutex m_mutex; // Guards the next four.
    Position m_known;
    qint64 m_recorded = 0; ///< What is recorded before this moment (milliseconds) is decided.
    quint64 m_begun = 0; ///< Barriers, by number.
    quint64 m_done = 0;
    std::mutex m_taking; // Held by the one who takes the barrier.
};

} // namespace tamma::store::postgres
