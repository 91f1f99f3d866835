// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/row_selection.h"

#include <algorithm>

namespace tamma::ui {

void RowSelection::setMode(SelectionMode mode)
{
    m_mode = mode;
    m_rows.clear();
    m_ends.clear();
}

void RowSelection::select(const RowSource& source, qint64 row)
{
    m_rows.clear();
    if (row >= 0 && m_mode != SelectionMode::None) {
        m_rows.add({row, row});
    }
    m_current = placeAt(source, row);
    m_anchor = m_current;
    remember(source);
}

void RowSelection::extendTo(const RowSource& source, qint64 row)
{
    if (m_mode != SelectionMode::Extended || m_anchor.row < 0) {
        select(source, row);
        return;
    }
    m_rows.clear();
    m_rows.add({std::min(m_anchor.row, row), std::max(m_anchor.row, row)});
    m_current = placeAt(source, row);
    remember(source);
}

void RowSelection::toggle(const RowSource& source, qint64 row)
{
    if (m_mode != SelectionMode::Extended) {
        select(source, row);
        return;
    }
    if (m_rows.contains(row)) {
        m_rows.subtract({row, row});
    } else {
        m_rows.add({row, row});
    }
    m_current = placeAt(source, row);
    m_anchor = m_current;
    remember(source);
}

void RowSelection::moveTo(const RowSource& source, qint64 row)
{
    if (m_mode != SelectionMode::Extended) {
        select(source, row);
        return;
    }
    m_current = placeAt(source, row);
}

void RowSelection::selectAll(const RowSource& source)
{
    if (m_mode != SelectionMode::Extended || source.rowCount() == 0) {
        return;
    }
    m_rows.clear();
    m_rows.add({0, source.rowCount() - 1});
    remember(source);
}

void RowSelection::rowsInserted(const RowSource& source, qint64 first, qint64 count)
{
    m_rows.insertRows(first, count);
    for (auto* place : {&m_current, &m_anchor}) {
        if (place->row >= first) {
            place->row += count;
        }
    }
    remember(source);
}

void RowSelection::rowsRemoved(const RowSource& source, qint64 first, qint64 count)
{
    m_rows.removeRows(first, count);
    const bool currentWent = m_current.row >= first && m_current.row < first + count;
    m_current = movedByRemoval(m_current, first, count);
    m_anchor = movedByRemoval(m_anchor, first, count);
    if (currentWent) { // The neighbour takes over, so that the keyboard never loses its place.
        m_current = placeAt(source, std::min(first, source.rowCount() - 1));
        if (m_mode == SelectionMode::Single && m_current.row >= 0) {
            m_rows.add({m_current.row, m_current.row});
        }
    }
    if (m_anchor.row < 0) {
        m_anchor = m_current;
    }
    remember(source);
}

void RowSelection::rowsReplaced(const RowSource& source)
{
    const auto find = [&](RowId id) { return id == NO_ROW ? -1 : source.rowOf(id); };
    const auto ends = std::exchange(m_ends, {});
    m_rows.clear();
    for (const auto& [first, last] : ends) {
        const qint64 a = find(first);
        const qint64 b = find(last);
        if (a >= 0 || b >= 0) {
            const qint64 from = a >= 0 ? a : b;
            const qint64 to = b >= 0 ? b : a;
            m_rows.add({std::min(from, to), std::max(from, to)});
        }
    }
    m_current = placeAt(source, find(m_current.id));
    m_anchor = placeAt(source, find(m_anchor.id));
    remember(source);
}

void RowSelection::rowsArrived(const RowSource& source)
{
    m_current = placeAt(source, m_current.row);
    m_anchor = placeAt(source, m_anchor.row);
    remember(source);
}

void RowSelection::remember(const RowSource& source)
{
    m_ends.clear();
    for (const auto& range : m_rows.ranges()) {
        m_ends.append({source.idAt(range.first), source.idAt(range.last)});
    }
}

RowSelection::Place RowSelection::placeAt(const RowSource& source, qint64 row)
{
    return row < 0 ? Place{} : Place{row, source.idAt(row)};
}

RowSelection::Place RowSelection::movedByRemoval(Place place, qint64 first, qint64 count)
{
    if (place.row < first) {
        return place;
    }
    return place.row < first + count ? Place{} : Place{place.row - count, place.id};
}

} // namespace tamma::ui
