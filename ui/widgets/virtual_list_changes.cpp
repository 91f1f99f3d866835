// SPDX-License-Identifier: GPL-3.0-or-later
// How a VirtualList follows its source: rows that come, go and change, and the tail.
#include "ui/widgets/virtual_list.h"

#include "ui/widgets/virtual_list_accessibility.h"

#include <QLocale>
#include <QPushButton>

namespace tamma::ui {

void VirtualList::onInserted(qint64 first, qint64 count)
{
    if (count <= 0) {
        return;
    }
    const bool atTail = first == rowCount();
    const qint64 oldEnd = m_geometry.totalHeight();
    const qint64 endOfView = m_top + viewport()->height();
    const bool belowView = rowCount() > 0 && m_geometry.topOf(first) >= endOfView;
    auto kept = anchor();
    m_geometry.insert(first, count);
    m_selection.rowsInserted(*m_source, first, count);
    m_hovered = -1;
    if (isFollowing()) {
        scrollToEnd();
        const qint64 from = atTail ? std::max<qint64>(0, oldEnd - m_top) : 0;
        viewport()->update(0, static_cast<int>(from), viewport()->width(), viewport()->height());
    } else if (belowView) {
        syncScrollBars();
    } else {
        // At the very top new rows may show; further down the reader keeps his place.
        if (kept.row >= first && m_top > 0) {
            kept.row += count;
        }
        restore(kept);
    }
    if (m_followsTail && !m_following && atTail) {
        m_newRows += count;
        placePill();
    }
    reportRowsChanged(*this);
}

void VirtualList::onRemoved(qint64 first, qint64 count)
{
    if (count <= 0) {
        return;
    }
    auto kept = anchor();
    m_geometry.remove(first, count);
    m_hovered = -1;
    changeSelection([&] { m_selection.rowsRemoved(*m_source, first, count); });
    if (kept.row >= first + count) {
        kept.row -= count;
    } else if (kept.row >= first) {
        kept = {std::min(first, rowCount() - 1), 0};
    }
    restore(kept);
    reportRowsChanged(*this);
}

void VirtualList::onChanged(qint64 first, qint64 count)
{
    if (count <= 0) {
        return;
    }
    const bool idsMayBeNew = m_selection.currentId() == NO_ROW || !m_selection.rows().isEmpty();
    if (idsMayBeNew) {
        m_selection.rowsArrived(*m_source);
    }
    m_topId = m_source->idAt(firstVisibleRow());
    const qint64 from = std::max(first, firstVisibleRow());
    const qint64 end = std::min(first + count, endOfVisibleRows());
    if (keepsHeights(from, end)) {
        const qint64 last = first + count;
        const qint64 below = std::clamp(end, first, last);
        m_geometry.forgetHeights(first, std::min(from, last) - first);
        m_geometry.forgetHeights(below, last - below);
        if (from < end) {
            viewport()->update(rowRect(from).united(rowRect(end - 1)));
        }
        return;
    }
    const auto kept = anchor();
    m_geometry.forgetHeights(first, count);
    if (isFollowing()) {
        scrollToEnd();
        viewport()->update();
    } else {
        restore(kept);
    }
}

/// Says whether the rows [from, end), which are in view, are as high as they were.
bool VirtualList::keepsHeights(qint64 from, qint64 end) const
{
    const int width = std::max(m_contentWidth, viewport()->width());
    for (qint64 row = from; m_geometry.hasOwnHeights() && row < end; ++row) {
        if (!m_geometry.isMeasured(row) || !m_source->ready(row)
            || measureRow(row, width) != m_geometry.heightOf(row)) {
            return false;
        }
    }
    return true;
}

void VirtualList::onReplaced()
{
    const auto kept = anchor();
    const RowId heldId = m_topId;
    m_geometry.reset(m_source->rowCount());
    m_hovered = -1;
    changeSelection([this] { m_selection.rowsReplaced(*m_source); });
    const qint64 row = heldId == NO_ROW ? -1 : m_source->rowOf(heldId);
    if (isFollowing()) {
        scrollToEnd();
        viewport()->update();
    } else {
        restore({row >= 0 ? row : 0, row >= 0 ? kept.offset : 0});
    }
    reportRowsChanged(*this);
}

void VirtualList::setFollowsTail(bool follows)
{
    m_followsTail = follows;
    m_following = true;
    m_newRows = 0;
    if (follows) {
        scrollToEnd();
    }
    placePill();
}

void VirtualList::setFollowing(bool following)
{
    if (following) {
        m_newRows = 0;
    }
    const bool changed = m_following != following;
    m_following = following;
    placePill();
    if (changed && m_followsTail) {
        emit followingChanged(following);
    }
}

void VirtualList::placePill()
{
    const bool shown = m_followsTail && !m_following && m_newRows > 0;
    if (shown) {
        m_pill->setText(tr("%1 new").arg(locale().toString(m_newRows)));
        m_pill->setAccessibleDescription(tr("Go to the end and follow it"));
        m_pill->adjustSize();
        const QRect view = viewport()->geometry();
        m_pill->move(view.center().x() - m_pill->width() / 2,
                     view.bottom() - m_pill->height() - 12);
        m_pill->raise();
    }
    m_pill->setVisible(shown);
}

} // namespace tamma::ui
