// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtTypes>

#include <vector>

namespace tamma::ui {

/// Where each row of a list is, in pixels from the top of the first one. Rows have either all one
/// height (nothing is stored, any number of rows), or each its own (12 bytes a row, a Fenwick
/// tree).
///
/// Shape    A row that was never measured counts with the standard height. Every question is
///          O(log rows); so is appending. Inserting or removing elsewhere is O(rows) with own
///          heights.
/// Units    Pixels; 64 bit, because ten million rows of 240 px do not fit in an int.
class RowGeometry {
public:
    /// Gives all rows `height`, and forgets measurements.
    void setFixedHeight(int height);

    /// Lets rows have their own heights; `estimate` counts until a row is measured.
    void setOwnHeights(int estimate);

    [[nodiscard]] bool hasOwnHeights() const { return m_ownHeights; }
    [[nodiscard]] int standardHeight() const { return m_standardHeight; }
    [[nodiscard]] qint64 rowCount() const { return m_count; }

    /// Starts again with `count` rows that were not measured.
    void reset(qint64 count);
    void insert(qint64 first, qint64 count);
    void remove(qint64 first, qint64 count);

    /// Returns the height of all rows together.
    [[nodiscard]] qint64 totalHeight() const { return topOf(m_count); }

    /// Returns the upper edge of `row`; of rowCount(), the end of the last one.
    [[nodiscard]] qint64 topOf(qint64 row) const;
    [[nodiscard]] int heightOf(qint64 row) const;

    /// Returns the row that covers `y`; the first or last one outside; -1 when there are none.
    [[nodiscard]] qint64 rowAt(qint64 y) const;

    [[nodiscard]] bool isMeasured(qint64 row) const;
    void setHeight(qint64 row, int height);

    /// Makes [first, first + count) count as not measured; their heights stay as estimates.
    void forgetHeights(qint64 first, qint64 count);

private:
    void append(qint64 count);
    void rebuildTree();

    bool m_ownHeights = false;
    int m_standardHeight = 24;
    qint64 m_count = 0;
    std::vector<qint32> m_heights; // Negative: an estimate.
    std::vector<qint64> m_tree; // Fenwick, one-based: m_tree[i] sums the lowbit(i) rows up to i.
};

} // namespace tamma::ui
