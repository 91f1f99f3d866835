// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/diff/code_line.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QTextLayout>

namespace tamma::ui {
namespace {

constexpr int TAB_COLUMNS = 4;

QList<QTextLayout::FormatRange> formatsOf(const CodeLine& line, ColourScheme scheme)
{
    QList<QTextLayout::FormatRange> formats;
    if (line.highlighter != nullptr) {
        for (const auto& span : line.spans) {
            const auto look = line.highlighter->format(span.format, scheme);
            QTextCharFormat format;
            format.setForeground(look.colour);
            if (look.bold) {
                format.setFontWeight(QFont::Bold);
            }
            format.setFontItalic(look.italic);
            formats.append({span.start, span.count, format});
        }
    }
    for (const auto& range : line.emphasis) {
        QTextCharFormat format;
        format.setBackground(line.emphasisTint);
        formats.append({range.start, range.count, format});
    }
    for (const auto& range : line.found) {
        QTextCharFormat format;
        format.setBackground(colourTokens(scheme).needsYou.tint);
        format.setForeground(colourTokens(scheme).needsYou.ink);
        format.setFontUnderline(true);
        formats.append({range.start, range.count, format});
    }
    return formats;
}

} // namespace

CodePainter::CodePainter(const QFont& font, ColourScheme scheme)
    : m_font(font)
    , m_scheme(scheme)
    , m_columnWidth(QFontMetricsF(font).horizontalAdvance(u'0'))
    , m_lineHeight(QFontMetrics(font).height())
{
}

int CodePainter::paint(QPainter& painter, const QRect& rect, int scrolled,
                       const CodeLine& line) const
{
    // What is right of the view costs as much as what is in it, so it is not laid out at all.
    const auto columns = static_cast<qsizetype>((rect.width() + scrolled) / m_columnWidth) + 8;
    QTextLayout layout(line.text.left(columns), m_font);
    QTextOption option;
    option.setWrapMode(QTextOption::NoWrap);
    option.setTextDirection(Qt::LeftToRight);
    option.setTabStopDistance(m_columnWidth * TAB_COLUMNS);
    layout.setTextOption(option);
    layout.setFormats(formatsOf(line, m_scheme));
    layout.beginLayout();
    auto laidOut = layout.createLine();
    laidOut.setLineWidth(1e6);
    layout.endLayout();
    painter.save();
    painter.setClipRect(rect, Qt::IntersectClip);
    painter.setPen(colourTokens(m_scheme).text);
    const int y = rect.y() + (rect.height() - m_lineHeight) / 2;
    layout.draw(&painter, QPointF(rect.x() - scrolled, y));
    painter.restore();
    return rect.x() - scrolled + static_cast<int>(laidOut.naturalTextWidth());
}

} // namespace tamma::ui
