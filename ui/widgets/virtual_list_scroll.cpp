// SPDX-License-Identifier: GPL-3.0-or-later
// Where a VirtualList stands: the pixel on top, the bars that show it, and the rows measured for
// it.
#include "ui/widgets/virtual_list.h"

#include <QScrollBar>

#include <cmath>

namespace tamma::ui {
namespace {

/// Above this many pixels the scroll bar's value is a share of the height and no longer a pixel.
constexpr qint64 LARGEST_BAR = 1 << 30;

qint64 toBar(qint64 top, qint64 maximum)
{
    return maximum <= LARGEST_BAR ? top : std::llround(double(top) / double(maximum) * LARGEST_BAR);
}

qint64 fromBar(qint64 value, qint64 maximum)
{
    return maximum <= LARGEST_BAR ? value
                                  : std::llround(double(value) / LARGEST_BAR * double(maximum));
}

} // namespace

void VirtualList::scrollContentsBy(int dx, int dy)
{
    if (dx != 0) {
        viewport()->update(); // Rows may keep parts in place (line numbers): nothing to copy.
    }
    if (dy != 0 && !m_syncingBars) {
        setScrollTop(fromBar(verticalScrollBar()->value(), maximumTop()));
    }
}

void VirtualList::setScrollTop(qint64 top)
{
    moveTop(top, true);
    setFollowing(m_top >= maximumTop());
}

void VirtualList::scrollToEnd()
{
    measureRowsBefore(rowCount(), viewport()->height());
    moveTop(maximumTop(), true);
    setFollowing(true);
}

void VirtualList::ensureVisible(qint64 row)
{
    if (row < 0 || row >= rowCount()) {
        return;
    }
    measure(row);
    const qint64 top = m_geometry.topOf(row);
    const int view = viewport()->height();
    if (top < m_top || m_geometry.heightOf(row) > view) {
        setScrollTop(top);
    } else if (top + m_geometry.heightOf(row) > m_top + view) {
        measureRowsBefore(row + 1, view);
        setScrollTop(m_geometry.topOf(row) + m_geometry.heightOf(row) - view);
    }
}

qint64 VirtualList::maximumTop() const
{
    return std::max<qint64>(0, m_geometry.totalHeight() - viewport()->height());
}

VirtualList::ScrollAnchor VirtualList::anchor() const
{
    const qint64 row = m_geometry.rowAt(m_top);
    return row < 0 ? ScrollAnchor{} : ScrollAnchor{row, m_top - m_geometry.topOf(row)};
}

void VirtualList::restore(ScrollAnchor anchor)
{
    if (anchor.row < 0 || anchor.row >= rowCount()) {
        moveTop(m_top, false);
        return;
    }
    measure(anchor.row);
    const qint64 offset = std::min<qint64>(anchor.offset, m_geometry.heightOf(anchor.row) - 1);
    moveTop(m_geometry.topOf(anchor.row) + offset, false);
}

void VirtualList::moveTop(qint64 top, bool mayCopyPixels)
{
    qint64 distance = top - m_top;
    if (distance < 0 && -distance < viewport()->height() && rowCount() > 0) {
        // Rows above the view may turn out taller than estimated: keep what is seen in its place.
        const auto kept = anchor();
        measureRowsBefore(kept.row, -distance);
        m_top = m_geometry.topOf(kept.row) + kept.offset;
    }
    const qint64 old = m_top;
    m_top = std::clamp<qint64>(old + distance, 0, maximumTop());
    measureView();
    m_top = std::min(m_top, maximumTop());
    distance = old - m_top;
    if (distance != 0) {
        m_scrollDirection = distance > 0 ? -1 : 1;
    }
    syncScrollBars();
    if (!mayCopyPixels || std::llabs(distance) >= viewport()->height()) {
        viewport()->update();
    } else if (distance != 0) {
        viewport()->scroll(0, static_cast<int>(distance));
    }
    m_topId = m_source == nullptr || rowCount() == 0 ? NO_ROW : m_source->idAt(firstVisibleRow());
    if (distance != 0) {
        emit scrolled(m_top);
    }
}

void VirtualList::measure(qint64 row)
{
    if (!m_geometry.isMeasured(row) && m_source != nullptr && m_source->ready(row)) {
        m_geometry.setHeight(row, measureRow(row, std::max(m_contentWidth, viewport()->width())));
    }
}

void VirtualList::measureRowsFrom(qint64 row, qint64 untilHeight)
{
    for (qint64 height = 0; row < rowCount() && height < untilHeight; ++row) {
        measure(row);
        height += m_geometry.heightOf(row);
    }
}

void VirtualList::measureRowsBefore(qint64 row, qint64 untilHeight)
{
    if (!m_geometry.hasOwnHeights()) {
        return;
    }
    for (qint64 height = 0; row > 0 && height < untilHeight; --row) {
        measure(row - 1);
        height += m_geometry.heightOf(row - 1);
    }
}

void VirtualList::measureView()
{
    if (m_geometry.hasOwnHeights() && rowCount() > 0) {
        const auto kept = anchor();
        measureRowsFrom(kept.row, kept.offset + viewport()->height());
    }
}

void VirtualList::syncScrollBars()
{
    m_syncingBars = true;
    const qint64 maximum = maximumTop();
    auto* bar = verticalScrollBar();
    bar->setRange(0, static_cast<int>(toBar(maximum, maximum)));
    bar->setPageStep(static_cast<int>(std::max<qint64>(1, toBar(viewport()->height(), maximum))));
    bar->setSingleStep(m_geometry.standardHeight());
    bar->setValue(static_cast<int>(toBar(m_top, maximum)));
    m_syncingBars = false;
    auto* across = horizontalScrollBar();
    across->setRange(0, std::max(0, m_contentWidth - viewport()->width()));
    across->setPageStep(viewport()->width());
    across->setSingleStep(fontMetrics().averageCharWidth() * 4);
}

} // namespace tamma::ui
