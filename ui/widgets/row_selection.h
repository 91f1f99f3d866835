// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/row_ranges.h"
#include "ui/widgets/row_source.h"

#include <optional>

namespace tamma::ui {

/// How many rows a person can select.
enum class SelectionMode {
    None, ///< There is a current row, but nothing is selected (a transcript).
    Single, ///< The current row is the selection (an inbox).
    Extended, ///< Ranges with Shift, single rows with Ctrl (a record).
};

/// The current row and the selected rows of a list. It survives every change of the source: known
/// rows are moved along, and after a new filter they are found again by their ids.
///
/// Shape    current() is -1 or a row of the source. The selection is a set of ranges; a range whose
///          two ends are both gone after replaced() is no longer selected.
class RowSelection {
public:
    void setMode(SelectionMode mode);
    [[nodiscard]] SelectionMode mode() const { return m_mode; }

    [[nodiscard]] qint64 current() const { return m_current.row; }
    [[nodiscard]] RowId currentId() const { return m_current.id; }
    [[nodiscard]] const RowRanges& rows() const { return m_rows; }

    /// Makes `row` current and the only selected one; -1 clears both.
    void select(const RowSource& source, qint64 row);

    /// Makes `row` current and selects everything between it and the row that was selected first.
    void extendTo(const RowSource& source, qint64 row);

    /// Makes `row` current and turns its selection round; the others stay.
    void toggle(const RowSource& source, qint64 row);

    /// Makes `row` current and leaves the selection alone (Ctrl with an arrow key).
    void moveTo(const RowSource& source, qint64 row);

    void selectAll(const RowSource& source);

    void rowsInserted(const RowSource& source, qint64 first, qint64 count);
    void rowsRemoved(const RowSource& source, qint64 first, qint64 count);
    void rowsReplaced(const RowSource& source);

    /// Learns the ids of rows that were chosen before they were loaded.
    void rowsArrived(const RowSource& source);

private:
    struct Place {
        qint64 row = -1;
        RowId id = NO_ROW;
    };
    struct Ends {
        RowId first = NO_ROW;
        RowId last = NO_ROW;
    };

    void remember(const RowSource& source);
    [[nodiscard]] static Place placeAt(const RowSource& source, qint64 row);
    [[nodiscard]] static Place movedByRemoval(Place place, qint64 first, qint64 count);

    SelectionMode m_mode = SelectionMode::Single;
    Place m_current;
    Place m_anchor;
    RowRanges m_rows;
    QList<Ends> m_ends; // What the ends of each range of m_rows are.
};

} // namespace tamma::ui
