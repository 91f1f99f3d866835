// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/events/event_query.h"
#include "core/store/connection.h"
#include "core/store/tag_index.h"

#include <QByteArray>

namespace tamma::store {

/// An event as the table `event` keeps it; made in the caller's thread, written in the store's.
struct EventRow {
    QString id;
    QString type;
    int version = 1;
    QString timestamp; ///< ISO 8601, as the caller's Clock stamped it.
    events::Tags tags;
    QByteArray tagsJson;
    QByteArray metadataJson;
    QByteArray dataJson;
};

[[nodiscard]] EventRow toRow(const events::Event& event);

/// Writes one row. `recorded` is the store's own time in milliseconds of Unix time.
[[nodiscard]] Result<> insertRow(Connection& connection, Position position, qint64 recorded,
                                 const EventRow& row);

/// Reads the events that a valid query matches, all in one snapshot of the record. Fails with
/// CORRUPT_EVENT and the position when a row cannot be understood.
[[nodiscard]] Result<QList<events::StoredEvent>> readEvents(Connection& connection, TagIndex& index,
                                                            const events::EventQuery& query);

} // namespace tamma::store
