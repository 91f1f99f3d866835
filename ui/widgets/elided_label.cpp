// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/elided_label.h"

namespace tamma::ui {

namespace {

constexpr int SMALLEST_WIDTH = 60;

} // namespace

ElidedLabel::ElidedLabel(TextRole role, const QString& text, QWidget* parent)
    : TextLabel(role, {}, parent)
{
    setMinimumWidth(SMALLEST_WIDTH);
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    setFullText(text);
}

void ElidedLabel::setFullText(const QString& text)
{
    m_full = text;
    setToolTip(text);
    setAccessibleName(text);
    elide();
}

void ElidedLabel::resizeEvent(QResizeEvent* event)
{
    TextLabel::resizeEvent(event);
    elide();
}

void ElidedLabel::elide()
{
    setText(fontMetrics().elidedText(m_full, Qt::ElideRight, width()));
}

} // namespace tamma::ui
