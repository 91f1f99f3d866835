// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/events/event.h"

#include <QList>
#include <QMap>
#include <QStringList>

#include <limits>
#include <optional>

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
///          the newest first. A limit of 0 gives nothing.
struct EventQuery {
    QList<QueryItem> items;
    Position after;
    qint64 limit = std::numeric_limits<qint64>::max();
    bool backwards = false;
    Position upTo{std::numeric_limits<qint64>::max()}; ///< The last that counts: "as of" then.
    std::optional<Timestamp> recordedFrom; ///< Recorded then or later.
    std::optional<Timestamp> recordedBefore; ///< Recorded before that moment.
    QMap<QString, QString> metadata; ///< Every one must be so: {"actor", "mia"}.
    /// The types of which the reader looks at the payloads. Events of other types come with an
    /// empty one: they are found, and read several times as fast. Nothing: all payloads.
    std::optional<QStringList> payloadsOf;

    /// Whether type and tags are those of one of the items.
    [[nodiscard]] bool matches(const QString& type, const Tags& eventTags) const;

    /// Whether the rest of the event is what is asked for: metadata and recorded time.
    [[nodiscard]] bool matchesDetails(const StoredEvent& stored) const;

    /// Whether matchesDetails() has anything to look at.
    [[nodiscard]] bool asksForDetails() const
    {
        return recordedFrom || recordedBefore || !metadata.isEmpty();
    }

    [[nodiscard]] bool wantsPayloadOf(const QString& type) const
    {
        return !payloadsOf || payloadsOf->contains(type);
    }

    /// The usual queries.
    [[nodiscard]] static EventQuery everything(Position after = {}) { return {{}, after}; }
    [[nodiscard]] static EventQuery tagged(const QString& key, const QString& value)
    {
        return {{{{}, {{key, value}}}}, {}};
    }
};

/// One condition of an append: no event that the items of `about` match was stored after
/// `seenUpTo`.
///
/// Shape    Only items are used of `about`. `seenUpTo` is exclusive: an event at it is known to the
///          caller. Take a head() that was asked *before* the events were read, or the position of
///          the newest event of a read of everything; a head asked afterwards hides what came in
///          between.
struct GuardClause {
    EventQuery about;
    Position seenUpTo;
};

/// What must not have happened since the caller looked: the consistency boundary of an append. All
/// clauses must hold; without any (`none()`) an append is unconditional.
struct AppendGuard {
    QList<GuardClause> clauses;

    [[nodiscard]] static AppendGuard none() { return {}; }
    [[nodiscard]] static AppendGuard unchanged(EventQuery about, Position seenUpTo)
    {
        return {{{std::move(about), seenUpTo}}};
    }
    /// No such event may ever have been stored: a name that is taken once, a request that is done
    /// once.
    [[nodiscard]] static AppendGuard never(EventQuery about)
    {
        return unchanged(std::move(about), {});
    }
};

/// What an append did: where its events are now.
struct AppendReceipt {
    Position first;
    Position last;
    bool repeated = false; ///< They were there already: nothing was stored.
};

} // namespace tamma::events
