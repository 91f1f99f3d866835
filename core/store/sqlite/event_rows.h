// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/events/event_query.h"
#include "core/store/record.h"
#include "core/store/sqlite/event_table.h"
#include "core/store/sqlite/tag_index.h"

namespace tamma::store::sqlite {

/// Writes one row.
[[nodiscard]] Result<> insertRow(Connection& connection, const EventPlace& place,
                                 const EventRow& row, const EventWords& words);

/// Returns where the event with this id is, or position 0.
[[nodiscard]] Result<Position> positionOf(EventTable& events, const QString& id);

/// Reads rows in order, with their places: for what looks at the record as it is kept.
///
/// Threads  That of its connection, inside one transaction.
class RowReader {
public:
    RowReader(EventTable& events, Dictionary& dictionary, Position after, Position upTo);

    /// Returns the next row; nullopt after the last. CORRUPT_EVENT names the position.
    [[nodiscard]] Result<std::optional<StoredRow>> next();

    /// What a check needs of a row: its place, its words, and what its hash is made of.
    struct Evidence {
        EventPlace place;
        EventWords words;
        QByteArray contentBytes;
    };
    /// The same as next(), several times as fast.
    [[nodiscard]] Result<std::optional<Evidence>> nextEvidence();

private:
    template <typename Kind>
    [[nodiscard]] Result<std::optional<Kind>> nextAs(Result<Kind> (*make)(const Rows&,
                                                                          Dictionary&));

    [[nodiscard]] Result<bool> advance();

    EventTable& m_events;
    Dictionary& m_dictionary;
    Position m_after;
    Position m_upTo;
    std::optional<std::vector<EventTable::Piece>> m_pieces; // Those that come, the next one last.
    std::optional<Rows> m_rows;
};

/// Gives every row to `sink`, all of one snapshot.
[[nodiscard]] Result<> eachRow(TagIndex& index, const RowSink& sink, const std::stop_token& stop);

/// Reads the events that a valid query matches, all in one snapshot of the record. Fails with
/// CORRUPT_EVENT and the position when a row cannot be understood.
[[nodiscard]] Result<QList<events::StoredEvent>> readEvents(TagIndex& index,
                                                            const events::EventQuery& query);

/// Returns the position of the newest event recorded at `moment` or earlier, or 0.
[[nodiscard]] Result<Position> positionAt(EventTable& events, Timestamp moment);

} // namespace tamma::store::sqlite
