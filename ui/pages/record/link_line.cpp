// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/record/link_line.h"

#include "ui/widgets/card_painting.h"
#include "ui/widgets/colour_tokens.h"
#include "ui/widgets/metrics.h"

#include <QPainter>

namespace tamma::ui {

LinkLine::LinkLine(const QString& text, QWidget* parent)
    : QAbstractButton(parent)
{
    setText(text);
    setToolTip(text);
    setCursor(Qt::PointingHandCursor);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
}

QSize LinkLine::sizeHint() const
{
    return {fontMetrics().horizontalAdvance(text()) + 2 * metrics::SPACE_1, metrics::DENSE_ROW};
}

QSize LinkLine::minimumSizeHint() const
{
    return {fontMetrics().averageCharWidth() * 8, metrics::DENSE_ROW};
}

void LinkLine::paintEvent(QPaintEvent*)
{
    const auto& colours = colourTokens(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (underMouse() || isDown()) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(colours.hover);
        painter.drawRoundedRect(rect(), metrics::SPACE_1, metrics::SPACE_1);
    }
    paintLine(painter, rect().adjusted(metrics::SPACE_1, 0, -metrics::SPACE_1, 0),
              {text(), colours.running.ink, font()});
    if (hasFocus()) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(colours.running.ink, 2));
        painter.drawRoundedRect(rect().adjusted(1, 1, -1, -1), metrics::SPACE_1, metrics::SPACE_1);
    }
}

void LinkLine::enterEvent(QEnterEvent* event)
{
    QAbstractButton::enterEvent(event);
    update();
}

void LinkLine::leaveEvent(QEvent* event)
{
    QAbstractButton::leaveEvent(event);
    update();
}

} // namespace tamma::ui
