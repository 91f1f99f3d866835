// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/events/event_query.h"

namespace tamma::events {

// What every EventStore refuses in the same way, before it looks at what it has stored.

/// Fails with INVALID_ARGUMENT when the batch is empty, when an event has no id, the id of another
/// one of the batch, no type, or data that its type cannot have (the detail has the path), a time
/// that ISO 8601 cannot write, or a tag key that is empty or holds a colon, and when a clause of
/// the guard is not valid or asks for more than types and tags.
[[nodiscard]] Result<> checkAppend(const QList<Event>& batch, const AppendGuard& guard);

/// Fails with INVALID_ARGUMENT when an item names neither types nor tags: that is nearly always an
/// id that was empty by mistake (no item at all is how a query asks for everything), or when it
/// asks for metadata that no event has.
[[nodiscard]] Result<> checkQuery(const EventQuery& query);

/// POSITION_CONFLICT: the clause with that number (from 0) is broken by the event at `position`.
[[nodiscard]] Error guardBroken(qsizetype number, const GuardClause& clause, Position position);

/// INVALID_ARGUMENT: some events of a batch are stored, others are not.
[[nodiscard]] Error storedInPart();

} // namespace tamma::events
