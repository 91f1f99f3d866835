// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/events/event_query.h"

namespace tamma::events {

// What every EventStore refuses in the same way, before it looks at what it has stored.

/// Fails with INVALID_ARGUMENT when the batch is empty, when an event has no id, the id of another
/// one of the batch, no type, a time that ISO 8601 cannot write, or a tag key that is empty or
/// holds a colon, and when the guard's query is not valid.
[[nodiscard]] Result<> checkAppend(const QList<Event>& batch, const AppendGuard& guard);

/// Fails with INVALID_ARGUMENT when an item names neither types nor tags: that is nearly always an
/// id that was empty by mistake. No item at all is how a query asks for everything.
[[nodiscard]] Result<> checkQuery(const EventQuery& query);

} // namespace tamma::events
