// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/events/event.h"

#include <QList>
#include <QStringList>

#include <limits>

namespace tamma::events {

/// One alternative of a query: the type is one of `types` (none named: any) and every tag of
/// `tags` is present.
struct QueryItem {
    QStringList types;
    Tags tags;

    [[nodiscard]] bool matches(const QString& type, const Tags& eventTags) const;
};

/// Which events are wanted, as the DCB specification (dcb.events) defines it: items are
/// alternatives; no item at all means every event.
///
/// Shape    Positions in the range (after, upTo], whichever way they are read; `backwards` gives
/// the
///          newest first. A limit of 0 gives nothing.
struct EventQuery {
    QList<QueryItem> items;
    Position after;
    qint64 limit = std::numeric_limits<qint64>::max();
    bool backwards = false;
    Position upTo{std::numeric_limits<qint64>::max()}; ///< The last that counts: "as of" then.

    [[nodiscard]] bool matches(const QString& type, const Tags& eventTags) const;

    /// The usual queries.
    [[nodiscard]] static EventQuery everything(Position after = {}) { return {{}, after}; }
    [[nodiscard]] static EventQuery tagged(const QString& key, const QString& value)
    {
        return {{{{}, {{key, value}}}}, {}};
    }
};

/// What must not have happened since the caller looked: the consistency boundary of an append.
///
/// Shape    `about` as in EventQuery (only its items are used). `seenUpTo` is exclusive: an event
/// at
///          it is known to the caller. Take a head() that was asked *before* the events were read,
///          or the position of the newest event of a read of everything; a head asked afterwards
///          hides what came in between. Without a guard (`none()`) an append is unconditional.
struct AppendGuard {
    std::optional<EventQuery> about;
    Position seenUpTo;

    [[nodiscard]] static AppendGuard none() { return {}; }
    [[nodiscard]] static AppendGuard unchanged(EventQuery about, Position seenUpTo)
    {
        return {std::move(about), seenUpTo};
    }
};

} // namespace tamma::events
