// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/diff/overview_ruler.h"

#include "ui/widgets/colour_tokens.h"

#include <QMouseEvent>
#include <QPainter>

namespace tamma::ui {
namespace {

constexpr int MARK_HEIGHT = 4;

} // namespace

OverviewRuler::OverviewRuler(QWidget* parent)
    : QWidget(parent)
{
    setAttribute(Qt::WA_OpaquePaintEvent);
    setCursor(Qt::PointingHandCursor);
    setToolTip(tr("Changes and notes in this file"));
}

void OverviewRuler::setRows(const DiffRows* rows, int rowHeight)
{
    m_rows = rows;
    m_rowHeight = rowHeight;
    m_notes.clear();
    collect();
}

void OverviewRuler::setMarks(QList<Mark> marks)
{
    m_notes = std::move(marks);
    update();
}

void OverviewRuler::setVisibleRows(qint64 first, qint64 last)
{
    if (first != m_first || last != m_last) {
        m_first = first;
        m_last = last;
        update();
    }
}

qint64 OverviewRuler::extent() const
{
    const qint64 count = m_rows == nullptr ? 0 : m_rows->count();
    return std::min<qint64>(height(), count * m_rowHeight);
}

void OverviewRuler::collect()
{
    m_marks.assign(static_cast<size_t>(std::max(height(), 0)), 0);
    const qint64 count = m_rows == nullptr ? 0 : m_rows->count();
    for (int change = 0; count > 0 && change < m_rows->changeCount(); ++change) {
        const auto [first, last] = m_rows->changeRows(change);
        const auto hunk = m_rows->change(change);
        const qint64 top = first * extent() / count;
        const qint64 bottom
            = std::min<qint64>(extent(), std::max(last * extent() / count, top + 2));
        const auto mark
            = static_cast<quint8>((hunk.oldCount > 0 ? 1 : 0) | (hunk.newCount > 0 ? 2 : 0));
        for (qint64 y = top; y < bottom; ++y) {
            m_marks[static_cast<size_t>(y)] |= mark;
        }
    }
    update();
}

void OverviewRuler::resizeEvent(QResizeEvent*)
{
    collect();
}

void OverviewRuler::paintEvent(QPaintEvent*)
{
    const auto& colours = colourTokens(palette());
    QPainter painter(this);
    painter.fillRect(rect(), colours.window);
    const qint64 count = m_rows == nullptr ? 0 : m_rows->count();
    if (count > 0 && m_last - m_first < count) {
        const int top = static_cast<int>(m_first * extent() / count);
        const int bottom = static_cast<int>(m_last * extent() / count);
        painter.fillRect(0, top, width(), std::max(bottom - top, 4), colours.hover);
    }
    const int half = width() / 2;
    for (int y = 0; y < static_cast<int>(m_marks.size()); ++y) {
        const auto mark = m_marks[static_cast<size_t>(y)];
        if ((mark & 1) != 0) {
            painter.fillRect(2, y, half - 3, 1, colours.failed.ink);
        }
        if ((mark & 2) != 0) {
            painter.fillRect(half + 1, y, half - 3, 1, colours.passed.ink);
        }
    }
    for (const Mark& mark : std::as_const(m_notes)) {
        const int y = count == 0 ? 0 : static_cast<int>(mark.row * extent() / count);
        painter.fillRect(1, y - 1, width() - 1, MARK_HEIGHT + 2, colours.window);
        painter.fillRect(2, y, width() - 3, MARK_HEIGHT, noteLook(mark.note, colours).colours.ink);
    }
    painter.fillRect(0, 0, 1, height(), colours.border);
}

void OverviewRuler::request(int y)
{
    if (m_rows != nullptr && extent() > 0) {
        emit rowRequested(std::clamp<qint64>(y * m_rows->count() / extent(), 0,
                                             std::max<qint64>(m_rows->count() - 1, 0)));
    }
}

void OverviewRuler::mousePressEvent(QMouseEvent* event)
{
    request(static_cast<int>(event->position().y()));
}

void OverviewRuler::mouseMoveEvent(QMouseEvent* event)
{
    request(static_cast<int>(event->position().y()));
}

} // namespace tamma::ui
