// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/pill.h"

#include "ui/widgets/card_painting.h"
#include "ui/widgets/metrics.h"

#include <QPainter>

namespace tamma::ui {

Pill::Pill(QWidget* parent)
    : QLabel(parent)
{
    setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    setStatus(Status::Queued);
}

void Pill::setStatus(Status status, const QString& word, const QString& icon)
{
    m_status = status;
    m_word = word;
    m_icon = icon;
    setText(look().word); // For assistive programs: a label is read by its text.
    setToolTip(look().word); // It may have been cut.
    updateGeometry();
    update();
}

QSize Pill::sizeHint() const
{
    const QFont small = metrics::caption(font());
    return {pillWidth(look(), small), std::max(24, QFontMetrics(small).height() + 8)};
}

QSize Pill::minimumSizeHint() const
{
    constexpr int ICON_AND_A_LETTER = 3; // Times the height.
    const QSize whole = sizeHint();
    return {std::min(whole.width(), ICON_AND_A_LETTER * whole.height()), whole.height()};
}

void Pill::paintEvent(QPaintEvent* event)
{
    Q_UNUSED(event);
    QPainter painter(this);
    painter.setFont(metrics::caption(font()));
    paintPill(painter, rect(), look());
}

StatusLook Pill::look() const
{
    auto look = statusLook(m_status, colourTokens(palette()));
    if (!m_word.isEmpty()) {
        look.word = m_word;
    }
    if (!m_icon.isEmpty()) {
        look.icon = m_icon;
    }
    return look;
}

} // namespace tamma::ui
