// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/row_ranges.h"

#include <algorithm>

namespace tamma::ui {

void RowRanges::add(RowRange range)
{
    const auto touching = [&](const RowRange& other) {
        return other.first <= range.last + 1 && range.first <= other.last + 1;
    };
    for (const auto& other : m_ranges) {
        if (touching(other)) {
            range = {std::min(range.first, other.first), std::max(range.last, other.last)};
        }
    }
    m_ranges.removeIf(touching);
    const auto place = std::ranges::lower_bound(m_ranges, range.first, {}, &RowRange::first);
    m_ranges.insert(place, range);
}

void RowRanges::subtract(RowRange range)
{
    QList<RowRange> left;
    for (const auto& other : std::as_const(m_ranges)) {
        if (other.last < range.first || other.first > range.last) {
            left.append(other);
            continue;
        }
        if (other.first < range.first) {
            left.append({other.first, range.first - 1});
        }
        if (other.last > range.last) {
            left.append({range.last + 1, other.last});
        }
    }
    m_ranges = left;
}

bool RowRanges::contains(qint64 row) const
{
    const auto behind = std::ranges::upper_bound(m_ranges, row, {}, &RowRange::first);
    return behind != m_ranges.begin() && std::prev(behind)->last >= row;
}

qint64 RowRanges::rowCount() const
{
    qint64 count = 0;
    for (const auto& range : m_ranges) {
        count += range.last - range.first + 1;
    }
    return count;
}

void RowRanges::insertRows(qint64 first, qint64 count)
{
    QList<RowRange> moved;
    for (const auto& range : std::as_const(m_ranges)) {
        if (range.last < first) {
            moved.append(range);
        } else if (range.first >= first) {
            moved.append({range.first + count, range.last + count});
        } else {
            moved.append({range.first, first - 1});
            moved.append({first + count, range.last + count});
        }
    }
    m_ranges = moved;
}

void RowRanges::removeRows(qint64 first, qint64 count)
{
    subtract({first, first + count - 1});
    const auto ranges = std::exchange(m_ranges, {});
    for (const auto& range : ranges) { // add() joins the two that now touch.
        add(range.first >= first ? RowRange{range.first - count, range.last - count} : range);
    }
}

} // namespace tamma::ui
