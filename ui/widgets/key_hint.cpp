// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/key_hint.h"

#include "ui/widgets/card_painting.h"
#include "ui/widgets/metrics.h"

#include <QPainter>

namespace tamma::ui {
namespace {

constexpr int GAP = 3;
constexpr int HEIGHT = 20;

int boxWidth(const QString& key, const QFont& font)
{
    return std::max(HEIGHT, QFontMetrics(font).horizontalAdvance(key) + 10);
}

} // namespace

KeyHint::KeyHint(const QKeySequence& keys, QWidget* parent)
    : QLabel(parent)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setKeys(keys);
}

void KeyHint::setKeys(const QKeySequence& keys)
{
    const auto text = keys.toString(QKeySequence::NativeText);
    m_keys = text.split(u'+', Qt::SkipEmptyParts);
    if (text.endsWith(u'+')) { // The plus key itself.
        m_keys.append(QStringLiteral("+"));
    }
    setText(text);
    updateGeometry();
    update();
}

QSize KeyHint::sizeHint() const
{
    int width = m_keys.isEmpty() ? 0 : -GAP;
    for (const auto& key : m_keys) {
        width += boxWidth(key, metrics::caption(font())) + GAP;
    }
    return {width, HEIGHT};
}

void KeyHint::paintEvent(QPaintEvent* event)
{
    Q_UNUSED(event);
    const auto& colours = colourTokens(palette());
    const QFont small = metrics::caption(font());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    int x = 0; // Keys are said in one order in every language.
    for (const auto& key : std::as_const(m_keys)) {
        const QRect box(x, (height() - HEIGHT) / 2, boxWidth(key, small), HEIGHT);
        painter.setBrush(colours.alt);
        painter.setPen(QPen(colours.border, 1));
        painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
        paintLine(painter, box, {key, colours.secondary, small, Qt::AlignHCenter});
        x += box.width() + GAP;
    }
}

} // namespace tamma::ui
