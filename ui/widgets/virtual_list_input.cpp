// SPDX-License-Identifier: GPL-3.0-or-later
// What a person does with a VirtualList: keys, pointer, clipboard.
#include "ui/widgets/virtual_list.h"

#include "ui/widgets/virtual_list_accessibility.h"

#include <QApplication>
#include <QClipboard>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QScrollBar>
#include <QToolTip>
#include <QWheelEvent>

namespace tamma::ui {
namespace {

constexpr qint64 MOST_ROWS_TO_COPY = 100'000;
constexpr int DRAG_SCROLL_MS = 30;

} // namespace

void VirtualList::setSelectionMode(SelectionMode mode)
{
    changeSelection([&] { m_selection.setMode(mode); });
}

void VirtualList::setCurrentRow(qint64 row)
{
    if (m_source == nullptr) {
        return;
    }
    const qint64 wanted = row < rowCount() ? row : -1;
    changeSelection([&] { m_selection.select(*m_source, std::max<qint64>(-1, wanted)); });
    ensureVisible(wanted);
    reportCurrentRow(*this);
}

void VirtualList::setCurrentId(RowId id)
{
    setCurrentRow(m_source == nullptr || id == NO_ROW ? -1 : m_source->rowOf(id));
}

void VirtualList::setSelectedRows(const QList<qint64>& rows)
{
    if (m_source == nullptr || rows.isEmpty()) {
        return;
    }
    changeSelection([&] {
        m_selection.select(*m_source, rows.last());
        for (auto row = rows.crbegin() + 1; row != rows.crend(); ++row) {
            m_selection.toggle(*m_source, *row);
        }
    });
    ensureVisible(rows.first());
    reportCurrentRow(*this);
}

void VirtualList::changeSelection(const std::function<void()>& change)
{
    const qint64 oldRow = m_selection.current();
    const RowId oldId = m_selection.currentId();
    const RowRanges oldRows = m_selection.rows();
    change();
    const bool moved = m_selection.current() != oldRow || m_selection.currentId() != oldId;
    const bool selected = m_selection.rows() != oldRows;
    if (moved || selected) {
        viewport()->update();
    }
    if (moved) {
        emit currentChanged(m_selection.currentId(), m_selection.current());
    }
    if (selected) {
        emit selectionChanged();
    }
}

void VirtualList::moveCurrent(qint64 row, Qt::KeyboardModifiers modifiers)
{
    if (m_source == nullptr || rowCount() == 0) {
        return;
    }
    const qint64 target = std::clamp<qint64>(row, 0, rowCount() - 1);
    changeSelection([&] {
        if (modifiers.testFlag(Qt::ShiftModifier)) {
            m_selection.extendTo(*m_source, target);
        } else if (modifiers.testFlag(Qt::ControlModifier)) {
            m_selection.moveTo(*m_source, target);
        } else {
            m_selection.select(*m_source, target);
        }
    });
    ensureVisible(target);
    reportCurrentRow(*this);
}

void VirtualList::pageBy(int direction, Qt::KeyboardModifiers modifiers)
{
    if (rowCount() == 0) {
        return;
    }
    const qint64 from = std::max<qint64>(0, currentRow());
    const qint64 y = m_geometry.topOf(from) + qint64{direction} * viewport()->height();
    const qint64 row = m_geometry.rowAt(y);
    moveCurrent(row == from ? from + direction : row, modifiers);
}

qint64 VirtualList::targetOfKey(const QKeyEvent& event) const
{
    const bool plain = event.modifiers() == Qt::NoModifier;
    const qint64 current = currentRow();
    switch (event.key()) {
    case Qt::Key_Down:
        return current + 1;
    case Qt::Key_Up:
        return std::max<qint64>(0, current - 1);
    case Qt::Key_J:
        return plain ? current + 1 : -1;
    case Qt::Key_K:
        return plain ? std::max<qint64>(0, current - 1) : -1;
    case Qt::Key_Home:
        return 0;
    case Qt::Key_End:
        return std::max<qint64>(0, rowCount() - 1);
    default:
        return -1;
    }
}

QVariant VirtualList::inputMethodQuery(Qt::InputMethodQuery query) const
{
    return query == Qt::ImCursorRectangle && currentRow() >= 0
        ? QVariant(rowRect(currentRow()))
        : QAbstractScrollArea::inputMethodQuery(query);
}

void VirtualList::keyPressEvent(QKeyEvent* event)
{
    const auto modifiers = event->modifiers();
    const bool toggles = event->key() == Qt::Key_Space && modifiers == Qt::ControlModifier;
    const bool activates = (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        && (modifiers & ~Qt::KeypadModifier) == Qt::NoModifier;
    if (const qint64 target = targetOfKey(*event); target >= 0) {
        moveCurrent(target, modifiers);
        if (event->key() == Qt::Key_End) {
            scrollToEnd();
        }
    } else if (event->key() == Qt::Key_PageDown || event->key() == Qt::Key_PageUp) {
        pageBy(event->key() == Qt::Key_PageDown ? 1 : -1, modifiers);
    } else if (event->matches(QKeySequence::Copy)) {
        copySelection();
    } else if (event->matches(QKeySequence::SelectAll) && m_source != nullptr) {
        changeSelection([this] { m_selection.selectAll(*m_source); });
    } else if (toggles && currentRow() >= 0) {
        changeSelection([this] { m_selection.toggle(*m_source, currentRow()); });
    } else if (activates && currentRow() >= 0) {
        emit activated(currentId(), currentRow());
    } else if (event->key() == Qt::Key_Left || event->key() == Qt::Key_Right) {
        const bool back = (event->key() == Qt::Key_Left) != isRightToLeft();
        horizontalScrollBar()->triggerAction(back ? QAbstractSlider::SliderSingleStepSub
                                                  : QAbstractSlider::SliderSingleStepAdd);
    } else {
        event->ignore();
    }
}

void VirtualList::mousePressEvent(QMouseEvent* event)
{
    const qint64 row = rowAt(event->position().toPoint());
    if (row < 0 || m_source == nullptr) {
        return;
    }
    if (event->button() == Qt::RightButton && m_selection.rows().contains(row)) {
        return; // The menu is about the whole selection.
    }
    if (event->button() == Qt::LeftButton
        && pressInRow(row, event->position().toPoint() - rowRect(row).topLeft())) {
        return;
    }
    changeSelection([&] {
        if (event->modifiers().testFlag(Qt::ShiftModifier)) {
            m_selection.extendTo(*m_source, row);
        } else if (event->modifiers().testFlag(Qt::ControlModifier)) {
            m_selection.toggle(*m_source, row);
        } else {
            m_selection.select(*m_source, row);
        }
    });
    ensureVisible(row);
    reportCurrentRow(*this);
    m_dragging = event->button() == Qt::LeftButton;
}

void VirtualList::mouseMoveEvent(QMouseEvent* event)
{
    const QPoint point = event->position().toPoint();
    if (!m_dragging || m_selection.mode() != SelectionMode::Extended) {
        setHoveredRow(rowAt(point));
        return;
    }
    const bool outside = point.y() < 0 || point.y() >= viewport()->height();
    if (outside && !m_dragScroll.isActive()) {
        m_dragScroll.start(DRAG_SCROLL_MS, this);
    } else if (!outside) {
        m_dragScroll.stop();
        if (const qint64 row = rowAt(point); row >= 0 && row != currentRow()) {
            moveCurrent(row, Qt::ShiftModifier);
        }
    }
}

void VirtualList::mouseReleaseEvent(QMouseEvent* event)
{
    Q_UNUSED(event);
    m_dragging = false;
    m_dragScroll.stop();
}

void VirtualList::timerEvent(QTimerEvent* event)
{
    if (event->timerId() != m_dragScroll.timerId()) {
        QAbstractScrollArea::timerEvent(event);
        return;
    }
    const bool up = viewport()->mapFromGlobal(QCursor::pos()).y() < 0;
    moveCurrent(currentRow() + (up ? -1 : 1), Qt::ShiftModifier);
}

void VirtualList::mouseDoubleClickEvent(QMouseEvent* event)
{
    const qint64 row = rowAt(event->position().toPoint());
    if (event->button() == Qt::LeftButton && row >= 0 && row == currentRow()) {
        emit activated(currentId(), row);
    }
}

void VirtualList::wheelEvent(QWheelEvent* event)
{
    const QPoint angle = event->angleDelta();
    const bool sideways = std::abs(angle.x()) > std::abs(angle.y());
    if (sideways || event->modifiers().testFlag(Qt::ShiftModifier)) {
        QApplication::sendEvent(horizontalScrollBar(), event);
        return;
    }
    // The row, not the bar, is moved: beyond 2^30 pixels a step of the bar is many rows.
    const int lines = QApplication::wheelScrollLines();
    const int step = std::min(m_geometry.standardHeight(), fontMetrics().lineSpacing() * 2);
    const int pixels
        = event->hasPixelDelta() ? event->pixelDelta().y() : angle.y() * lines * step / 120;
    setScrollTop(m_top - pixels);
    setHoveredRow(rowAt(event->position().toPoint()));
    event->accept();
}

void VirtualList::focusInEvent(QFocusEvent* event)
{
    QAbstractScrollArea::focusInEvent(event);
    updateRow(currentRow());
    reportCurrentRow(*this);
}

void VirtualList::focusOutEvent(QFocusEvent* event)
{
    QAbstractScrollArea::focusOutEvent(event);
    updateRow(currentRow());
}

bool VirtualList::viewportEvent(QEvent* event)
{
    if (event->type() == QEvent::Leave) {
        setHoveredRow(-1);
    }
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const qint64 row = rowAt(help->pos());
        const auto text
            = row < 0 ? QString() : rowToolTip(row, help->pos() - rowRect(row).topLeft());
        QToolTip::showText(help->globalPos(), text, viewport());
        return true;
    }
    return QAbstractScrollArea::viewportEvent(event);
}

void VirtualList::setHoveredRow(qint64 row)
{
    if (row != m_hovered) {
        updateRow(std::exchange(m_hovered, row));
        updateRow(m_hovered);
    }
}

void VirtualList::copySelection() const
{
    QStringList lines;
    for (const auto& range : m_selection.rows().ranges()) {
        for (qint64 row = range.first; row <= range.last && lines.size() < MOST_ROWS_TO_COPY;
             ++row) {
            lines.append(rowText(row));
        }
    }
    if (!lines.isEmpty()) {
        QApplication::clipboard()->setText(lines.join(u'\n'));
    }
}

} // namespace tamma::ui
