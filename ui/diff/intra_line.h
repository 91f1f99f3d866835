// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QStringView>

namespace tamma::ui {

/// The characters [start, start + count) of a line.
struct CharRange {
    int start = 0;
    int count = 0;

    friend bool operator==(const CharRange&, const CharRange&) = default;
};

/// Which parts of two versions of a line differ.
struct IntraLine {
    QList<CharRange> removed; ///< In the old line; ascending, apart from each other.
    QList<CharRange> added; ///< In the new line.

    friend bool operator==(const IntraLine&, const IntraLine&) = default;
};

/// Finds the words that changed between two versions of a line: common beginning and end first,
/// then word by word. Empty when the lines are equal, or so different that marking words would only
/// be noise. Of very long lines the whole middle is marked.
[[nodiscard]] IntraLine intraLine(QStringView before, QStringView after);

} // namespace tamma::ui
