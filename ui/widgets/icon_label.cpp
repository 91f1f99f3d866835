// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/icon_label.h"

#include "ui/widgets/icons.h"

#include <QPainter>

namespace tamma::ui {

IconLabel::IconLabel(QString name, int size, Colour colour, QWidget* parent)
    : QWidget(parent)
    , m_name(std::move(name))
    , m_size(size)
    , m_colour(colour)
{
    setFixedSize(size, size);
}

void IconLabel::setIcon(const QString& name, Colour colour)
{
    m_name = name;
    m_colour = colour;
    update();
}

void IconLabel::paintEvent(QPaintEvent* event)
{
    Q_UNUSED(event);
    QPainter painter(this);
    paintIcon(painter, rect(), m_name, m_colour(colourTokens(palette())));
}

} // namespace tamma::ui
