// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/events/event_query.h"
#include "core/store/record.h"
#include "core/store/sqlite/tag_index.h"

namespace tamma::store::sqlite {

/// Writes one row.
[[nodiscard]] Result<> insertRow(Connection& connection, const EventPlace& place,
                                 const EventRow& row, const EventWords& words);

/// Returns where the event with this id is, or position 0.
[[nodiscard]] Result<Position> positionOf(Connection& connection, const QString& id);

/// Reads rows in order, with their places: for what looks at the record as it is kept.
///
/// Threads  That of its connection, inside one transaction.
class RowReader {
public:
    RowReader(Connection& connection, Dictionary& dictionary, Position after, Position upTo);

    /// Returns the next row; nullopt after the last. CORRUPT_EVENT names the position.
    [[nodiscard]] Result<std::optional<StoredRow>> next();

    /// What a check needs of a row: its place, its words, and the hash that its content has now.
    struct Fingerprint {
        EventPlace place;
        EventWords words;
        QByteArray contentHash;
    };
    /// The same as next(), several times as fast.
    [[nodiscard]] Result<std::optional<Fingerprint>> nextFingerprint();

private:
    template <typename Kind>
    [[nodiscard]] Result<std::optional<Kind>> nextAs(Result<Kind> (*make)(const Rows&,
                                                                          Dictionary&));

    Dictionary& m_dictionary;
    Rows m_rows;
};

/// Gives every row to `sink`, inside the transaction of its caller.
[[nodiscard]] Result<> eachRow(Connection& connection, Dictionary& dictionary, const RowSink& sink,
                               const std::stop_token& stop);

/// Reads the events that a valid query matches, all in one snapshot of the record. Fails with
/// CORRUPT_EVENT and the position when a row cannot be understood.
[[nodiscard]] Result<QList<events::StoredEvent>> readEvents(Connection& connection, TagIndex& index,
                                                            const events::EventQuery& query);

/// Returns the position of the newest event recorded at `moment` or earlier, or 0.
[[nodiscard]] Result<Position> positionAt(Connection& connection, Timestamp moment);

} // namespace tamma::store::sqlite
