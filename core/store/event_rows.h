// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/events/event_query.h"
#include "core/store/tag_index.h"

#include <QByteArray>

namespace tamma::store {

/// An event as text and numbers, without its place; made in the caller's thread.
struct EventRow {
    QString id;
    QString type;
    int version = 1;
    qint64 timestamp = 0; ///< Milliseconds of Unix time, as the caller's Clock stamped it.
    events::Tags tags;
    QByteArray metadata; ///< Compact JSON, as `data`.
    QByteArray data;
};

[[nodiscard]] EventRow toRow(const events::Event& event);

/// What the store adds to an event.
struct EventPlace {
    Position position;
    qint64 recorded = 0; ///< Milliseconds of Unix time.
    QByteArray hash; ///< Of the chain, see hash_chain.h.
};

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

    struct Entry {
        EventPlace place;
        EventRow row;
    };
    /// Returns the next row; nullopt after the last. CORRUPT_EVENT names the position.
    [[nodiscard]] Result<std::optional<Entry>> next();

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

/// Reads the events that a valid query matches, all in one snapshot of the record. Fails with
/// CORRUPT_EVENT and the position when a row cannot be understood.
[[nodiscard]] Result<QList<events::StoredEvent>> readEvents(Connection& connection, TagIndex& index,
                                                            const events::EventQuery& query);

/// Returns the position of the newest event recorded at `moment` or earlier, or 0.
[[nodiscard]] Result<Position> positionAt(Connection& connection, Timestamp moment);

} // namespace tamma::store
