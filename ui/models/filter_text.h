// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/readmodels/record_filter.h"

namespace tamma::ui {

// What a person types above the record: `type:GATE.* loopId:... since:13:00 until:... "words"`.
// The text is the filter; menus and saved filters read and write it, so that nothing is ever
// filtered by something that cannot be seen.

/// One piece of the text.
///
/// Shape    Either `key` and `value`, or with an empty key a word. [start, end) is where it stands.
struct FilterPart {
    QString key;
    QString value;
    qsizetype start = 0;
    qsizetype end = 0;
};

/// Divides at blanks that are not inside quotes; the quotes themselves fall away.
[[nodiscard]] QList<FilterPart> filterParts(const QString& text);

/// What was understood of a text.
struct ParsedFilter {
    QString source; ///< The text.
    readmodels::RecordFilter filter;
    QStringList notUnderstood; ///< Times that are none: "since:noon". They do not filter.
};

/// Reads a text. `type:` may occur several times (any of them) and may end in * ("GATE.*");
/// `since:` and `until:` take times (see momentOf()); every other `key:value` is a tag, and all of
/// them must be present. What is left are words.
[[nodiscard]] ParsedFilter parseFilter(const QString& text, Timestamp now);

/// Understands "13:00" and "13:00:30" (today), "2025-12-05", "2025-12-05T13:00", "today",
/// "yesterday", and ages: "30m", "2h", "7d". Local time. Of a whole day it is the first moment, or
/// with `end` the first one behind it.
[[nodiscard]] std::optional<Timestamp> momentOf(const QString& word, Timestamp now, bool end);

/// Writes a part as it is typed: with quotes where there are blanks.
[[nodiscard]] QString partText(const QString& key, const QString& value);

[[nodiscard]] bool hasPart(const QString& text, const QString& key, const QString& value);

/// Adds the part at the end, or takes every one like it away, if it is there already.
[[nodiscard]] QString withPartToggled(const QString& text, const QString& key,
                                      const QString& value);

/// Leaves one part with `key`: this one. Without a value it leaves none.
[[nodiscard]] QString withOnly(const QString& text, const QString& key, const QString& value);

} // namespace tamma::ui
