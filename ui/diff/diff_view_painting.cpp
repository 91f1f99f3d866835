// SPDX-License-Identifier: GPL-3.0-or-later
// How the rows of a DiffView look.
#include "ui/diff/diff_view.h"
#include "ui/widgets/card_painting.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/metrics.h"

#include <QPainter>

namespace tamma::ui {

void DiffView::paintRow(QPainter& painter, const QRect& rect, qint64 row, RowState state)
{
    // Numbers and signs stay in place: paint on the view, and move only the text.
    m_scrolled = -rect.x();
    const QRect view(0, rect.y(), viewport()->width(), m_lineHeight);
    painter.setLayoutDirection(Qt::LeftToRight);
    const auto shown = rows().at(row);
    if (shown.kind == DiffRowKind::Fold) {
        paintFold(painter, view, shown);
    } else if (diffLayout() == DiffLayout::Unified) {
        paintUnified(painter, view, row, state);
    } else {
        paintSideBySide(painter, view, row, state);
    }
    paintMark(painter, view, row, state);
    paintNotes(painter, QRect(0, rect.y(), view.width(), rect.height()), row);
    if (state.selected) {
        painter.fillRect(0, view.y(), 3, view.height(), colourTokens(palette()).running.ink);
    }
}

void DiffView::paintFold(QPainter& painter, const QRect& rect, const DiffRow& row)
{
    const auto& colours = colourTokens(palette());
    painter.fillRect(rect, colours.alt);
    const int size = std::min(metrics::ICON, rect.height() - 4);
    const int numbers = m_numberWidth + (diffLayout() == DiffLayout::Unified ? markWidth() : 0);
    paintIcon(painter, QRect(numbers - size - 8, rect.y() + (rect.height() - size) / 2, size, size),
              QStringLiteral("ellipsis"), colours.secondary);
    paintLine(painter, rect.adjusted(numbers, 0, -8, 0),
              {foldText(row), colours.secondary, metrics::caption(font())});
}

const IntraLine& DiffView::emphasisOf(const DiffRow& pair)
{
    static const IntraLine NONE;
    if (pair.oldLine < 0 || pair.newLine < 0 || pair.kind == DiffRowKind::Context) {
        return NONE;
    }
    const quint64 key = (quint64(pair.oldLine) << 32) | quint64(pair.newLine);
    auto* known = m_emphasis.object(key);
    if (known == nullptr) {
        known = new IntraLine(intraLine(lineText(DiffSide::Old, pair.oldLine),
                                        lineText(DiffSide::New, pair.newLine)));
        m_emphasis.insert(key, known);
    }
    return *known;
}

void DiffView::paintNumber(QPainter& painter, const QRect& rect, int line)
{
    if (line >= 0) {
        paintLine(
            painter, rect.adjusted(0, 0, -8, 0),
            {QString::number(line + 1), colourTokens(palette()).secondary, m_code, Qt::AlignRight});
    }
}

void DiffView::paintUnified(QPainter& painter, const QRect& rect, qint64 row, RowState state)
{
    const auto& colours = colourTokens(palette());
    const auto shown = rows().at(row);
    const auto& emphasis = emphasisOf(rows().pairAt(row));
    const int gutter = markWidth() + 2 * m_numberWidth;
    const bool removed = shown.kind == DiffRowKind::Removed;
    paintSide(painter,
              {removed ? DiffSide::Old : DiffSide::New, removed ? shown.oldLine : shown.newLine,
               rect.adjusted(gutter, 0, 0, 0), shown.kind,
               removed ? &emphasis.removed : &emphasis.added});
    const QRect numbers(0, rect.y(), gutter, rect.height());
    painter.fillRect(numbers, state.selected ? colours.selection : colours.window);
    const QRect number(markWidth(), rect.y(), m_numberWidth, rect.height());
    paintNumber(painter, number, shown.oldLine);
    paintNumber(painter, number.translated(m_numberWidth, 0), shown.newLine);
}

void DiffView::paintSideBySide(QPainter& painter, const QRect& rect, qint64 row, RowState state)
{
    const auto& colours = colourTokens(palette());
    const auto shown = rows().at(row);
    const auto& emphasis = emphasisOf(shown);
    const int half = rect.width() / 2;
    const bool context = shown.kind == DiffRowKind::Context;
    const auto side = [&](DiffSide which, int left) {
        const bool isOld = which == DiffSide::Old;
        const int line = isOld ? shown.oldLine : shown.newLine;
        const int width = isOld ? half : rect.width() - half;
        const int gutter = m_numberWidth + (isOld ? 0 : markWidth());
        const QRect number(left, rect.y(), gutter, rect.height());
        const QRect text(left + gutter, rect.y(), width - gutter, rect.height());
        if (line < 0) {
            painter.fillRect(number.united(text), colours.alt);
            return;
        }
        const auto kind = context ? DiffRowKind::Context
            : isOld               ? DiffRowKind::Removed
                                  : DiffRowKind::Added;
        paintSide(painter, {which, line, text, kind, isOld ? &emphasis.removed : &emphasis.added});
        painter.fillRect(number, state.selected ? colours.selection : colours.window);
        paintNumber(painter, number, line);
    };
    side(DiffSide::Old, 0);
    side(DiffSide::New, half);
    painter.fillRect(half, rect.y(), 1, rect.height(), colours.border);
}

void DiffView::paintSide(QPainter& painter, const SidePaint& side)
{
    const auto& colours = colourTokens(palette());
    const bool context = side.kind == DiffRowKind::Context;
    const bool removed = side.kind == DiffRowKind::Removed;
    const auto& tint = removed ? colours.removed : colours.added;
    if (!context) {
        painter.fillRect(side.rect, tint.line);
        const QRect sign(side.rect.x(), side.rect.y(), m_signWidth, side.rect.height());
        paintLine(painter, sign,
                  {removed ? QStringLiteral("\u2212") : QStringLiteral("+"),
                   removed ? colours.failed.ink : colours.passed.ink, m_code, Qt::AlignHCenter});
    }
    CodeLine line{lineText(side.side, side.line)};
    const auto spans = document()->highlighter->spans(side.side, side.line);
    m_lacksColours = m_lacksColours || !spans.has_value();
    line.spans = spans.value_or(QList<FormatSpan>{});
    line.highlighter = document()->highlighter.get();
    line.emphasis = context ? QList<CharRange>{} : *side.emphasis;
    line.emphasisTint = tint.emphasis;
    line.found = hitsIn(line.text);
    const QRect text = side.rect.adjusted(m_signWidth, 0, 0, 0);
    const CodePainter code(m_code, schemeOf(palette()));
    const int end = code.paint(painter, text, m_scrolled, line);
    const auto& lines = side.side == DiffSide::Old ? document()->oldLines : document()->newLines;
    if (!context && lines.endsOpen() && side.line == lines.count() - 1) {
        paintLine(painter, QRect(QPoint(end + 12, text.y()), text.bottomRight()),
                  {tr("no newline at the end"), colours.secondary, metrics::caption(font())});
    }
}

} // namespace tamma::ui
