// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/events/ids.h"
#include "core/store/sqlite/connection.h"

namespace tamma::store::sqlite {

/// A closed range of events that lies in a file of its own, which never changes.
struct Segment {
    Position first;
    Position last;
    qint64 lastRecorded = 0; ///< Milliseconds of Unix time.
    QString path;
};

/// Where the rows of a record are: the newest in its own file, older ones in segments beside it.
/// Whoever reads rows by position asks here.
///
/// Errors   STORE_UNAVAILABLE (a person has to act) when the file of a segment is missing.
/// Threads  That of its connection, inside transactions; refresh() at the beginning of each.
class EventTable {
public:
    explicit EventTable(Connection& live)
        : m_live(live)
    {
    }

    [[nodiscard]] Connection& live() const { return m_live; }

    /// Looks which segments there are, as of this transaction.
    [[nodiscard]] Result<> refresh();

    /// Oldest first.
    [[nodiscard]] const std::vector<Segment>& segments() const { return m_segments; }

    /// The last event that lies in a segment, or 0.
    [[nodiscard]] Position archivedUpTo() const
    {
        return m_segments.empty() ? Position{} : m_segments.back().last;
    }

    /// Returns the connection whose table `event` holds that position, if anyone's does.
    [[nodiscard]] Result<Connection*> holding(Position position);

    /// A part of a range that lies in one file.
    struct Piece {
        Connection* connection;
        Position after;
        Position upTo;
    };
    /// Divides (after, upTo] by files, in ascending order.
    [[nodiscard]] Result<std::vector<Piece>> pieces(Position after, Position upTo);

private:
    struct Opened {
        Position last; // Of the segment.
        std::unique_ptr<Connection> connection;
    };
    [[nodiscard]] Result<Connection*> open(const Segment& segment);

    Connection& m_live;
    qint64 m_known = 0; // How many segments were read.
    std::vector<Segment> m_segments;
    std::vector<Opened> m_opened; // Kept open: all that were asked for.
};

/// The folder of the segments of a record, beside its file.
[[nodiscard]] QString segmentFolder(const QString& recordFile);

} // namespace tamma::store::sqlite
