// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/loop_detail/log_view.h"

#include "core/base/hidden_characters.h"
#include "ui/diff/code_line.h"
#include "ui/widgets/card_painting.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/metrics.h"

#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>

#include <algorithm>

namespace tamma::ui {
namespace {

constexpr qsizetype LONGEST_LINE = 4000;
constexpr int MARK_WIDTH = metrics::ICON + metrics::SPACE_2;

} // namespace

void LogRows::setLog(std::shared_ptr<const LogText> log)
{
    m_log = std::move(log);
    emit replaced();
}

qint64 LogRows::rowOf(RowId id) const
{
    const auto row = static_cast<qint64>(id);
    return row >= 0 && row < rowCount() ? row : -1;
}

LogView::LogView(QWidget* parent)
    : VirtualList(parent)
{
    setObjectName(QStringLiteral("logView"));
    setAccessibleName(tr("Log"));
    setSelectionMode(SelectionMode::Extended);
    applyFont();
    setSource(&m_rows);
}

void LogView::applyFont()
{
    m_code = metrics::code(metrics::caption(font()));
    setRowHeight(QFontMetrics(m_code).height() + 3);
}

void LogView::changeEvent(QEvent* event)
{
    VirtualList::changeEvent(event);
    if (event->type() == QEvent::FontChange) {
        applyFont();
    }
}

void LogView::setLog(std::shared_ptr<const LogText> log)
{
    m_rows.setLog(std::move(log));
    const auto* shown = m_rows.log();
    setCurrentRow(-1);
    setScrollTop(0);
    horizontalScrollBar()->setValue(0);
    if (shown == nullptr) {
        return;
    }
    const QFontMetrics code(m_code);
    m_gutter = MARK_WIDTH + code.horizontalAdvance(QString::number(shown->lines.count())) + 16;
    const auto longest = std::min(shown->lines.longestLine(), LONGEST_LINE);
    setContentWidth(m_gutter + static_cast<int>(longest) * code.horizontalAdvance(u'0') + 24);
    goToFailure(true);
}

void LogView::goToFailure(bool forward)
{
    if (m_rows.log() == nullptr || m_rows.log()->failures.isEmpty()) {
        return;
    }
    const auto& failures = m_rows.log()->failures;
    const auto current = currentRow();
    auto target = forward ? failures.first() : failures.last();
    if (forward) {
        const auto next = std::ranges::upper_bound(failures, current);
        target = next == failures.end() ? target : *next;
    } else if (const auto at = std::ranges::lower_bound(failures, current);
               at != failures.begin()) {
        target = *std::prev(at);
    }
    setCurrentRow(target);
    const QRect place = rowRect(target);
    setScrollTop(scrollTop() + place.top() - viewport()->height() / 3);
}

qsizetype LogView::currentFailure() const
{
    return m_rows.log() == nullptr ? -1
                                   : m_rows.log()->failures.indexOf(static_cast<int>(currentRow()));
}

bool LogView::isFailure(qint64 row) const
{
    return std::ranges::binary_search(m_rows.log()->failures, row);
}

QString LogView::rowText(qint64 row) const
{
    return m_rows.log()->lines.text(static_cast<int>(row));
}

void LogView::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_F8) {
        goToFailure(!event->modifiers().testFlag(Qt::ShiftModifier));
    } else {
        VirtualList::keyPressEvent(event);
    }
}

void LogView::paintRow(QPainter& painter, const QRect& rect, qint64 row, RowState state)
{
    // The gutter stays in place while long lines are scrolled sideways.
    painter.setLayoutDirection(Qt::LeftToRight);
    const auto& colours = colourTokens(palette());
    const bool fails = isFailure(row);
    const QRect view(0, rect.y(), viewport()->width(), rect.height());
    if (fails) {
        painter.fillRect(view, colours.failed.tint);
    }
    CodeLine line{withoutHiddenCharacters(rowText(row).left(LONGEST_LINE))};
    CodePainter(m_code, schemeOf(palette()))
        .paint(painter, view.adjusted(m_gutter, 0, 0, 0), -rect.x(), line);
    const QRect gutter(0, rect.y(), m_gutter - 8, rect.height());
    painter.fillRect(gutter, state.selected ? colours.selection : colours.window);
    if (fails) {
        paintIcon(painter, QRect(4, rect.y() + 1, metrics::ICON, rect.height() - 2),
                  QStringLiteral("octagon-x"), colours.failed.ink);
    }
    paintLine(painter, gutter.adjusted(0, 0, -6, 0),
              {QString::number(row + 1), colours.secondary, m_code, Qt::AlignRight});
}

} // namespace tamma::ui
