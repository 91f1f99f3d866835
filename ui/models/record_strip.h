// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/readmodels/record_answer.h"

#include <vector>

namespace tamma::ui {

/// A picture of how many events there were when, as narrow as it has to be: the numbers behind the
/// strip above the record.
///
/// Shape    Columns [0, size()) from the oldest known event to the newest. Time runs evenly, except
///          that a pause in which nothing was recorded takes a hundredth of the width at most. A
///          record that was written in one moment is divided evenly by position.
class RecordStrip {
public:
    /// What one column stands for: the events in (after, upTo].
    struct Column {
        Position after;
        Position upTo;
        qint64 count = 0;
        bool failed = false;
        bool waited = false;
        bool idle = false; ///< A pause was shortened here.
    };

    RecordStrip() = default;
    RecordStrip(const readmodels::RecordAnswer& answer, int columns);

    [[nodiscard]] int size() const { return static_cast<int>(m_columns.size()); }
    [[nodiscard]] const Column& at(int column) const
    {
        return m_columns[static_cast<size_t>(column)];
    }
    [[nodiscard]] qint64 largestCount() const { return m_largest; }

    /// Returns the column that holds `position`, or the nearest.
    [[nodiscard]] int columnOf(Position position) const;

    /// Returns the next column in `direction` (1 or -1) with events in it; `from` if there is none.
    [[nodiscard]] int nextFilled(int from, int direction) const;

private:
    std::vector<Column> m_columns;
    qint64 m_largest = 0;
};

} // namespace tamma::ui
