// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/events/event.h"

#include <optional>

namespace tamma::readmodels {

/// Which events of the record somebody wants to see.
///
/// Shape    Everything that is named must hold: one of `types` (none: any; "GATE.*" stands for all
///          that begin so), every tag, every word somewhere in the event as JSON (case does not
///          count), and recorded in [recordedFrom, recordedBefore).
struct RecordFilter {
    QStringList types = {};
    events::Tags tags = {};
    QStringList words = {};
    std::optional<Timestamp> recordedFrom = {};
    std::optional<Timestamp> recordedBefore = {};

    [[nodiscard]] bool isEmpty() const { return *this == RecordFilter(); }
    [[nodiscard]] bool matches(const events::StoredEvent& stored) const;

    /// Only the words: what no column knows, and the event itself has to be read for.
    [[nodiscard]] bool matchesWords(const events::StoredEvent& stored) const;

    friend bool operator==(const RecordFilter&, const RecordFilter&) = default;
};

/// Whether `type` is `pattern`, or begins like a pattern that ends in a star.
[[nodiscard]] bool matchesType(const QString& pattern, const QString& type);

/// What people look for first in a long record.
enum class RecordMark { None, Failure, WaitsForPerson };

/// Failure: something did not work out. WaitsForPerson: from here on somebody is waited for.
[[nodiscard]] RecordMark markOf(const events::Payload& payload);

/// The types of which markOf() looks into the payload; of all others the type is enough.
[[nodiscard]] QStringList typesMarkedByPayload();

} // namespace tamma::readmodels
