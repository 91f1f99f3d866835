// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/events/event_store.h"

#include <functional>

namespace tamma::events {

/// What is done with the parts of a payload that belong to a person.
struct PersonalVisitor {
    std::function<void(QString&)> person; ///< A field that names one.
    std::function<void(QString&)> words; ///< A text that the person who acted wrote.
};

/// Whether payloads of this type name people or hold what they wrote: issues, comments, approvals.
/// What agents, gates and plugins write does not count, even where it repeats such words.
[[nodiscard]] bool hasPersonalFields(const Payload& payload);

/// Calls `visitor` with every such field: first the one that names who wrote the rest, if there is
/// one (an edited issue does not say by whom: see the actor of its event).
void visitPersonalFields(Payload& payload, const PersonalVisitor& visitor);

/// Returns the position of the newest PersonErased, or 0: what was folded before it, and kept, has
/// words in it that nobody may read any more. Fails as EventStore::read().
[[nodiscard]] Result<Position> newestErasure(const EventStore& store);

/// Whether an actor of EventMetadata is a person, not a part of Tamma.
[[nodiscard]] bool isPerson(const QString& actor);

} // namespace tamma::events
