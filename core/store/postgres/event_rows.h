// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/events/event_query.h"
#include "core/store/event_row.h"
#include "core/store/postgres/client/values.h"

namespace tamma::store::postgres {

// How events lie in the table `events`.

/// Tags, types and queries as elements of `events.keys`: "key:value" for a tag, ":TYPE" for the
/// type (no key of a tag is empty). A NUL, which text cannot hold, is written as U+0001 and "0"; a
/// very long word as its beginning and its hash.
[[nodiscard]] QByteArray keyOf(const std::pair<QString, QString>& tag);
[[nodiscard]] QByteArray keyOfType(const QString& type);

/// The sets of keys that an item stands for: an event matches when it has all keys of one set.
[[nodiscard]] QList<QByteArrayList> keySets(const events::QueryItem& item);

/// The id of an event as a UUID of 16 bytes; one that is no UUID gets one made of its text.
[[nodiscard]] QByteArray uuidOf(const QString& id);

/// What is bound for each column; arrays, as a statement takes many events at once.
struct EventColumns {
    QByteArrayList ids, types, tagMaps, metadatas, datas, keySets, exacts;
    QList<qint64> versions, timestamps;

    void add(const EventRow& row);
    [[nodiscard]] qsizetype size() const { return ids.size(); }
};

/// The columns that storedRow() wants, in its order.
inline constexpr auto ROW = "position, id, type, version, timestamp, recorded, keys, metadata, "
                            "data, exact";

/// Reads an event; metadata and data are JSON as the database writes it. Fails with CORRUPT_EVENT.
[[nodiscard]] Result<StoredRow> storedRow(const Answer& answer, int row);

/// The same with metadata and data as they were hashed.
[[nodiscard]] Result<StoredRow> hashedRow(const Answer& answer, int row);

} // namespace tamma::store::postgres
