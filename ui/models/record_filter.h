// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/events/event_query.h"

namespace tamma::ui {

/// What a person typed above the record, understood: `type:GATE.FAILED issueId:... some words`.
///
/// Shape    `type:` may occur several times (any of them) and may end in * ("GATE.*"); every other
///          `key:value` is a tag, and all of them must be present. What is left are words; all of
///          them must be in the event. Quotes keep blanks together: text like "two words".
struct RecordFilter {
    events::EventQuery query; ///< Without range and limit.
    QStringList words;

    [[nodiscard]] bool isEmpty() const { return query.items.isEmpty() && words.isEmpty(); }
    [[nodiscard]] bool matches(const events::StoredEvent& stored) const;

    friend bool operator==(const RecordFilter& a, const RecordFilter& b)
    {
        return a.source == b.source;
    }
    QString source; ///< The text that it was made from.
};

/// Reads what was typed; there is no wrong text, only text that matches nothing.
[[nodiscard]] RecordFilter parseRecordFilter(const QString& text);

} // namespace tamma::ui
