// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QtTypes>

namespace tamma::ui {

/// The rows [first, last] (both belong to it).
struct RowRange {
    qint64 first = 0;
    qint64 last = 0;

    friend bool operator==(const RowRange&, const RowRange&) = default;
};

/// A set of row numbers kept as ranges, so that "all of ten million" is one entry.
///
/// Shape    Sorted, disjoint, and never two ranges that touch.
class RowRanges {
public:
    void add(RowRange range);
    void subtract(RowRange range);
    void clear() { m_ranges.clear(); }

    [[nodiscard]] bool contains(qint64 row) const;
    [[nodiscard]] bool isEmpty() const { return m_ranges.isEmpty(); }
    [[nodiscard]] qint64 rowCount() const;
    [[nodiscard]] const QList<RowRange>& ranges() const { return m_ranges; }

    /// Follows rows that came: what is behind them moves, a range around them is split.
    void insertRows(qint64 first, qint64 count);

    /// Follows rows that went: they leave the set, what is behind them moves up.
    void removeRows(qint64 first, qint64 count);

    friend bool operator==(const RowRanges&, const RowRanges&) = default;

private:
    QList<RowRange> m_ranges;
};

} // namespace tamma::ui
