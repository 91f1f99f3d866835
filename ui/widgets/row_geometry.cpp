// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/row_geometry.h"

#include <algorithm>
#include <bit>
#include <cstdlib>

namespace tamma::ui {
namespace {

qint64 lowBit(qint64 index)
{
    return index & -index;
}

} // namespace

void RowGeometry::setFixedHeight(int height)
{
    m_ownHeights = false;
    m_standardHeight = std::max(1, height);
    m_heights = {};
    m_tree = {};
}

void RowGeometry::setOwnHeights(int estimate)
{
    m_ownHeights = true;
    m_standardHeight = std::max(1, estimate);
    reset(m_count);
}

void RowGeometry::reset(qint64 count)
{
    m_count = count;
    if (m_ownHeights) {
        m_heights.assign(static_cast<size_t>(count), -m_standardHeight);
        rebuildTree();
    }
}

void RowGeometry::insert(qint64 first, qint64 count)
{
    if (!m_ownHeights) {
        m_count += count;
        return;
    }
    if (first == m_count) {
        append(count);
        return;
    }
    m_heights.insert(m_heights.begin() + first, static_cast<size_t>(count), -m_standardHeight);
    m_count += count;
    rebuildTree();
}

void RowGeometry::remove(qint64 first, qint64 count)
{
    m_count -= count;
    if (!m_ownHeights) {
        return;
    }
    m_heights.erase(m_heights.begin() + first, m_heights.begin() + first + count);
    if (first == m_count) { // From the end: no other node sums these rows.
        m_tree.resize(static_cast<size_t>(m_count) + 1);
        return;
    }
    rebuildTree();
}

qint64 RowGeometry::topOf(qint64 row) const
{
    if (!m_ownHeights) {
        return row * m_standardHeight;
    }
    qint64 sum = 0;
    for (qint64 index = row; index > 0; index -= lowBit(index)) {
        sum += m_tree[index];
    }
    return sum;
}

int RowGeometry::heightOf(qint64 row) const
{
    return m_ownHeights ? std::abs(m_heights[row]) : m_standardHeight;
}

qint64 RowGeometry::rowAt(qint64 y) const
{
    if (m_count == 0) {
        return -1;
    }
    if (!m_ownHeights) {
        return std::clamp<qint64>(y / m_standardHeight, 0, m_count - 1);
    }
    qint64 row = 0;
    qint64 left = std::max<qint64>(0, y);
    for (auto step = static_cast<qint64>(std::bit_floor(static_cast<quint64>(m_count))); step > 0;
         step /= 2) {
        if (row + step <= m_count && m_tree[row + step] <= left) {
            row += step;
            left -= m_tree[row];
        }
    }
    return std::min(row, m_count - 1);
}

bool RowGeometry::isMeasured(qint64 row) const
{
    return !m_ownHeights || m_heights[row] > 0;
}

void RowGeometry::setHeight(qint64 row, int height)
{
    if (!m_ownHeights) {
        return;
    }
    const int tall = std::max(1, height);
    const qint64 difference = tall - std::abs(m_heights[row]);
    m_heights[row] = tall;
    if (difference == 0) {
        return;
    }
    for (qint64 index = row + 1; index <= m_count; index += lowBit(index)) {
        m_tree[index] += difference;
    }
}

void RowGeometry::forgetHeights(qint64 first, qint64 count)
{
    if (!m_ownHeights) {
        return;
    }
    for (qint64 row = first; row < first + count; ++row) {
        m_heights[row] = -std::abs(m_heights[row]);
    }
}

void RowGeometry::append(qint64 count)
{
    m_heights.resize(static_cast<size_t>(m_count + count), -m_standardHeight);
    m_tree.resize(static_cast<size_t>(m_count + count) + 1);
    for (qint64 added = 0; added < count; ++added) {
        const qint64 before = topOf(m_count);
        ++m_count;
        m_tree[m_count] = before + m_standardHeight - topOf(m_count - lowBit(m_count));
    }
}

void RowGeometry::rebuildTree()
{
    m_tree.assign(static_cast<size_t>(m_count) + 1, 0);
    for (qint64 index = 1; index <= m_count; ++index) {
        m_tree[index] += std::abs(m_heights[index - 1]);
        if (const qint64 parent = index + lowBit(index); parent <= m_count) {
            m_tree[parent] += m_tree[index];
        }
    }
}

} // namespace tamma::ui
