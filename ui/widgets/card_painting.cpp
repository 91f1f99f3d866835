// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/card_painting.h"

#include "ui/widgets/icons.h"
#include "ui/widgets/metrics.h"

#include <QPainter>
#include <QStyle>

namespace tamma::ui {
namespace {

constexpr int ICON_GAP = 6;
constexpr int PILL_PADDING = 8;

} // namespace

void paintCard(QPainter& painter, const QRect& rect, RowState state, const ColourTokens& colours)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const bool lifted = state.hovered && !state.selected;
    painter.setBrush(state.selected ? colours.selection : lifted ? colours.hover : colours.bg);
    painter.setPen(QPen(state.selected ? colours.running.ink : colours.border, 1));
    const QRectF line = QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5);
    painter.drawRoundedRect(line, metrics::CARD_RADIUS, metrics::CARD_RADIUS);
    if (state.focused) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(colours.running.ink, 2));
        painter.drawRoundedRect(QRectF(rect).adjusted(1, 1, -1, -1), metrics::CARD_RADIUS,
                                metrics::CARD_RADIUS);
    }
    painter.restore();
}

void paintLine(QPainter& painter, const QRect& rect, const LineOfText& line)
{
    const QFontMetrics metrics(line.font);
    const auto text = metrics.elidedText(line.text, Qt::ElideRight, rect.width());
    const int width = metrics.horizontalAdvance(text);
    const auto place = QStyle::alignedRect(painter.layoutDirection(), line.alignment,
                                           {width, metrics.height()}, rect);
    painter.setFont(line.font);
    painter.setPen(line.colour);
    const int middle = rect.y() + (rect.height() - metrics.height()) / 2;
    painter.drawText(QPoint(place.x(), middle + metrics.ascent()), text);
}

int paintStatus(QPainter& painter, const QRect& rect, const StatusLook& look, const QString& word)
{
    const auto direction = painter.layoutDirection();
    const QFont font = painter.font();
    const auto text = word.isEmpty() ? look.word : word;
    const QRect icon(rect.x(), rect.y() + (rect.height() - metrics::ICON) / 2, metrics::ICON,
                     metrics::ICON);
    paintIcon(painter, QStyle::visualRect(direction, rect, icon), look.icon, look.colours.ink);
    const int lead = metrics::ICON + ICON_GAP;
    paintLine(painter, QStyle::visualRect(direction, rect, rect.adjusted(lead, 0, 0, 0)),
              {text, look.colours.ink, font});
    return std::min(rect.width(), lead + QFontMetrics(font).horizontalAdvance(text));
}

int pillWidth(const StatusLook& look, const QFont& font)
{
    const int icon = look.icon.isEmpty() ? 0 : metrics::ICON - 2 + ICON_GAP;
    return 2 * PILL_PADDING + icon + QFontMetrics(font).horizontalAdvance(look.word) + 2;
}

int paintPill(QPainter& painter, const QRect& rect, const StatusLook& look)
{
    const auto direction = painter.layoutDirection();
    const QFont font = painter.font();
    const int width = std::min(rect.width(), pillWidth(look, font));
    const QRect logical(rect.x(), rect.y(), width, rect.height());
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(look.colours.tint);
    painter.drawRoundedRect(QStyle::visualRect(direction, rect, logical), rect.height() / 2.0,
                            rect.height() / 2.0);
    painter.restore();
    QRect inside = logical.adjusted(PILL_PADDING, 0, -PILL_PADDING, 0);
    if (!look.icon.isEmpty()) {
        const QRect icon(inside.x(), inside.y(), metrics::ICON - 2, inside.height());
        paintIcon(painter, QStyle::visualRect(direction, rect, icon), look.icon, look.colours.ink);
        inside.adjust(icon.width() + ICON_GAP, 0, 0, 0);
    }
    paintLine(painter, QStyle::visualRect(direction, rect, inside),
              {look.word, look.colours.ink, font});
    return width;
}

} // namespace tamma::ui
