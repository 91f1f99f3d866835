// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/virtual_list.h"

#include "ui/widgets/colour_tokens.h"
#include "ui/widgets/virtual_list_accessibility.h"

#include <QPaintEvent>
#include <QPainter>
#include <QPushButton>
#include <QScrollBar>
#include <QStyle>

namespace tamma::ui {
namespace {

/// Far enough outside any viewport, and safe to add to.
constexpr qint64 FAR_AWAY = 1 << 30;

} // namespace

VirtualList::VirtualList(QWidget* parent)
    : QAbstractScrollArea(parent)
{
    installVirtualListAccessibility();
    setFocusPolicy(Qt::StrongFocus);
    setFrameShape(QFrame::NoFrame);
    viewport()->setAttribute(Qt::WA_OpaquePaintEvent);
    viewport()->setMouseTracking(true);
    // A sibling of the viewport, not its child: a child would be moved along by every scroll.
    m_pill = new QPushButton(this);
    m_pill->setObjectName(QStringLiteral("newRowsPill"));
    m_pill->setFocusPolicy(Qt::NoFocus);
    m_pill->hide();
    connect(m_pill, &QPushButton::clicked, this, &VirtualList::scrollToEnd);
}

VirtualList::~VirtualList()
{
    if (m_source != nullptr) { // It may be our child, and go after we are no VirtualList any more.
        m_source->disconnect(this);
    }
}

void VirtualList::setSource(RowSource* source)
{
    if (m_source != nullptr) {
        m_source->disconnect(this);
    }
    m_source = source;
    if (source != nullptr) {
        connect(source, &RowSource::inserted, this, &VirtualList::onInserted);
        connect(source, &RowSource::removed, this, &VirtualList::onRemoved);
        connect(source, &RowSource::changed, this, &VirtualList::onChanged);
        connect(source, &RowSource::replaced, this, &VirtualList::onReplaced);
        connect(source, &QObject::destroyed, this, [this] {
            const QSignalBlocker quiet(this); // Its owner, who listens, is being destroyed too.
            setSource(nullptr);
        });
    }
    m_geometry.reset(source != nullptr ? source->rowCount() : 0);
    m_hovered = -1;
    changeSelection([this] {
        const auto mode = m_selection.mode();
        m_selection = {};
        m_selection.setMode(mode);
    });
    if (m_followsTail) {
        scrollToEnd();
    } else {
        moveTop(0, false);
    }
}

void VirtualList::setRowHeight(int height)
{
    const auto kept = anchor();
    m_geometry.setFixedHeight(height);
    restore(kept);
}

void VirtualList::setOwnRowHeights(int estimate)
{
    // A bar that comes and goes would change the width, and with it every height.
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn);
    m_geometry.setOwnHeights(estimate);
    restore(anchor());
}

void VirtualList::remeasure()
{
    const auto kept = anchor();
    m_geometry.forgetHeights(0, m_geometry.rowCount());
    restore(kept);
}

void VirtualList::setContentWidth(int width)
{
    m_contentWidth = width;
    syncScrollBars();
    viewport()->update();
}

qint64 VirtualList::firstVisibleRow() const
{
    return std::max<qint64>(0, m_geometry.rowAt(m_top));
}

qint64 VirtualList::endOfVisibleRows() const
{
    const qint64 last = m_geometry.rowAt(m_top + std::max(0, viewport()->height() - 1));
    return last + 1;
}

QRect VirtualList::rowRect(qint64 row) const
{
    const auto* bar = horizontalScrollBar();
    const int offset = isRightToLeft() ? bar->maximum() - bar->value() : bar->value();
    const qint64 y = std::clamp<qint64>(m_geometry.topOf(row) - m_top, -FAR_AWAY, FAR_AWAY);
    return {-offset, static_cast<int>(y), std::max(m_contentWidth, viewport()->width()),
            m_geometry.heightOf(row)};
}

qint64 VirtualList::rowAt(QPoint point) const
{
    const qint64 y = m_top + point.y();
    return y < 0 || y >= m_geometry.totalHeight() ? -1 : m_geometry.rowAt(y);
}

QColor VirtualList::rowBackground(qint64 row, RowState state) const
{
    Q_UNUSED(row);
    const auto& colours = colourTokens(palette());
    if (state.selected) {
        return colours.selection;
    }
    return state.hovered ? colours.hover : palette().color(viewport()->backgroundRole());
}

void VirtualList::paintPlaceholder(QPainter& painter, const QRect& rect, qint64 row)
{
    // Three lengths, so that it looks like text that is on its way and not like a pattern.
    const int width = std::min(rect.width() - 24, 160 + static_cast<int>(row % 3) * 60);
    const QRect bar(rect.x() + 12, rect.center().y() - 4, width, 8);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colourTokens(palette()).idle.tint);
    painter.drawRoundedRect(QStyle::visualRect(layoutDirection(), rect, bar), 4, 4);
}

int VirtualList::measureRow(qint64 row, int width) const
{
    Q_UNUSED(row);
    Q_UNUSED(width);
    return m_geometry.standardHeight();
}

bool VirtualList::pressInRow(qint64 row, QPoint point)
{
    Q_UNUSED(row);
    Q_UNUSED(point);
    return false;
}

QString VirtualList::rowToolTip(qint64 row, QPoint point) const
{
    Q_UNUSED(row);
    Q_UNUSED(point);
    return {};
}

void VirtualList::updateRow(qint64 row)
{
    if (row >= 0 && row < rowCount()) {
        viewport()->update(rowRect(row));
    }
}

RowState VirtualList::stateOf(qint64 row) const
{
    const bool current = row == m_selection.current();
    return {.selected = m_selection.rows().contains(row),
            .current = current,
            .focused = current && hasFocus(),
            .hovered = row == m_hovered};
}

void VirtualList::paintEvent(QPaintEvent* event)
{
    QPainter painter(viewport());
    const QRect exposed = event->rect();
    const qint64 contentEnd = m_geometry.totalHeight() - m_top;
    if (exposed.bottom() >= contentEnd) {
        const int from = static_cast<int>(std::max<qint64>(exposed.top(), contentEnd));
        painter.fillRect(exposed.x(), from, exposed.width(), exposed.bottom() - from + 1,
                         rowBackground(-1, {}));
    }
    if (m_source == nullptr || rowCount() == 0) {
        return;
    }
    const qint64 last = m_geometry.rowAt(m_top + exposed.bottom());
    for (qint64 row = m_geometry.rowAt(m_top + exposed.top()); row <= last; ++row) {
        if (event->region().intersects(rowRect(row))) {
            paintOneRow(painter, row);
        }
    }
    requestMissingRows();
}

void VirtualList::paintOneRow(QPainter& painter, qint64 row)
{
    const QRect rect = rowRect(row);
    const auto state = stateOf(row);
    painter.fillRect(rect, rowBackground(row, state));
    if (!m_source->ready(row)) {
        paintPlaceholder(painter, rect, row);
    } else {
        painter.save();
        paintRow(painter, rect, row, state);
        painter.restore();
    }
    if (state.focused && !paintsOwnFocus()) {
        const QRect seen
            = rect.intersected(viewport()->rect().adjusted(0, -rect.height(), 0, rect.height()));
        painter.save();
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(colourTokens(palette()).running.ink, 2));
        painter.drawRect(seen.adjusted(1, 1, -1, -1));
        painter.restore();
    }
}

void VirtualList::requestMissingRows()
{
    const qint64 first = firstVisibleRow();
    const qint64 end = std::min(endOfVisibleRows(), rowCount());
    for (qint64 row = first; row < end; ++row) {
        if (!m_source->ready(row)) {
            const qint64 ahead = end - first; // One more screen in the direction of travel.
            m_source->request(m_scrollDirection < 0 ? std::max<qint64>(0, first - ahead) : first,
                              m_scrollDirection < 0 ? end : std::min(rowCount(), end + ahead));
            return;
        }
    }
}

void VirtualList::resizeEvent(QResizeEvent* event)
{
    QAbstractScrollArea::resizeEvent(event);
    const auto kept = anchor();
    if (event->size().width() != event->oldSize().width()) {
        m_geometry.forgetHeights(0, m_geometry.rowCount());
    }
    if (isFollowing()) {
        scrollToEnd();
    } else {
        restore(kept);
    }
    placePill();
}

void VirtualList::changeEvent(QEvent* event)
{
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange) {
        remeasure();
    }
}

} // namespace tamma::ui
