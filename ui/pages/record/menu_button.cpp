// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/record/menu_button.h"

#include "ui/widgets/colour_tokens.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/metrics.h"

#include <QMenu>
#include <QPainter>
#include <QStyleOptionToolButton>

namespace tamma::ui {

namespace {

constexpr int ARROW = 14;

} // namespace

MenuButton::MenuButton(const QString& name, const QString& text, QWidget* parent)
    : QToolButton(parent)
{
    setObjectName(name);
    setText(text);
    setAutoRaise(true);
    setPopupMode(QToolButton::InstantPopup);
    setFocusPolicy(Qt::StrongFocus);
}

QSize MenuButton::sizeHint() const
{
    return {fontMetrics().horizontalAdvance(text()) + 2 * metrics::SPACE_2 + metrics::SPACE_1
                + ARROW,
            metrics::CONTROL_HEIGHT - metrics::SPACE_1};
}

void MenuButton::paintEvent(QPaintEvent*)
{
    const auto& colours = colourTokens(palette());
    const QColor ink = isEnabled() ? colours.text : colours.secondary;
    QPainter painter(this);
    QStyleOptionToolButton option;
    initStyleOption(&option);
    if (menu() != nullptr && menu()->isVisible()) {
        option.state |= QStyle::State_Sunken;
    }
    style()->drawPrimitive(QStyle::PE_PanelButtonTool, &option, &painter, this);
    const QRect inner = rect().adjusted(metrics::SPACE_2, 0, -metrics::SPACE_2, 0);
    const auto visual
        = [&](const QRect& part) { return QStyle::visualRect(layoutDirection(), rect(), part); };
    painter.setPen(ink);
    painter.drawText(visual(inner), Qt::AlignVCenter | Qt::AlignLeading | Qt::TextSingleLine,
                     text());
    const QRect arrow(inner.right() + 1 - ARROW, inner.y(), ARROW, inner.height());
    paintIcon(painter, visual(arrow), QStringLiteral("chevron-down"), colours.secondary);
    if (hasFocus()) {
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(colours.running.ink, 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(rect().adjusted(1, 1, -1, -1), metrics::CONTROL_RADIUS,
                                metrics::CONTROL_RADIUS);
    }
}

} // namespace tamma::ui
