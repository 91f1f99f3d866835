// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/sqlite/event_table.h"

#include <QFileInfo>

#include <algorithm>

namespace tamma::store::sqlite {

QString segmentFolder(const QString& recordFile)
{
    return recordFile + QStringLiteral(".segments");
}

// Segments are only ever added, so their number says whether there are new ones.
Result<> EventTable::refresh()
{
    TRY_ASSIGN(const qint64 count, m_live.number("SELECT count(*) FROM segment"));
    if (count == m_known) {
        return {};
    }
    m_segments.clear();
    m_opened.clear();
    Rows rows = m_live.query("SELECT first, last, lastRecorded, name FROM segment ORDER BY first");
    while (true) {
        TRY_ASSIGN(const bool found, rows.next());
        if (!found) {
            m_known = count;
            return {};
        }
        m_segments.push_back(
            {{rows.integer(0)},
             {rows.integer(1)},
             rows.integer(2),
             segmentFolder(m_live.path()) + QLatin1Char('/') + QString::fromUtf8(rows.bytes(3))});
    }
}

Result<Connection*> EventTable::holding(Position position)
{
    if (position > archivedUpTo()) {
        return &m_live;
    }
    return open(*std::ranges::lower_bound(m_segments, position, {}, &Segment::last));
}

Result<std::vector<EventTable::Piece>> EventTable::pieces(Position after, Position upTo)
{
    std::vector<Piece> found;
    for (const Segment& segment : m_segments) {
        if (segment.last > after && segment.first <= upTo) {
            TRY_ASSIGN(Connection* const connection, open(segment));
            found.push_back({connection, after, std::min(upTo, segment.last)});
        }
    }
    if (upTo > archivedUpTo()) {
        found.push_back({&m_live, std::max(after, archivedUpTo()), upTo});
    }
    return found;
}

Result<Connection*> EventTable::open(const Segment& segment)
{
    const auto opened = std::ranges::find(m_opened, segment.last, &Opened::last);
    if (opened != m_opened.end()) {
        return opened->connection.get();
    }
    if (!QFileInfo::exists(segment.path)) { // SQLite would tell only that it cannot be opened.
        return failure(errors::STORE_UNAVAILABLE,
                       QStringLiteral("%1, which holds the events %2 to %3, is missing; put it "
                                      "back there from a backup")
                           .arg(segment.path)
                           .arg(segment.first.value)
                           .arg(segment.last.value),
                       {{QStringLiteral("file"), segment.path}});
    }
    // It never changes, so nobody has to be locked out.
    TRY_ASSIGN(auto connection, Connection::open({segment.path, {}, Access::Immutable}));
    m_opened.push_back({segment.last, std::move(connection)});
    return m_opened.back().connection.get();
}

} // namespace tamma::store::sqlite
