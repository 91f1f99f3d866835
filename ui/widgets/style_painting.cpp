// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/style_painting.h"

#include "ui/widgets/colour_tokens.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/metrics.h"

#include <QPainter>
#include <QPainterPath>

namespace tamma::ui::style_painting {
namespace {

/// Saves the painter, and gives it back as it was.
class Saved {
public:
    explicit Saved(QPainter& painter)
        : m_painter(painter)
    {
        m_painter.save();
        m_painter.setRenderHint(QPainter::Antialiasing);
    }
    ~Saved() { m_painter.restore(); }
    Q_DISABLE_COPY_MOVE(Saved)

private:
    QPainter& m_painter;
};

/// Fills and outlines a rounded box whose line lies on whole pixels.
void box(QPainter& painter, const QRect& rect, const QColor& fill, const QColor& line)
{
    const Saved saved(painter);
    painter.setBrush(fill.isValid() ? QBrush(fill) : QBrush(Qt::NoBrush));
    painter.setPen(line.isValid() ? QPen(line, 1) : QPen(Qt::NoPen));
    const QRectF inner
        = line.isValid() ? QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5) : QRectF(rect);
    painter.drawRoundedRect(inner, metrics::CONTROL_RADIUS, metrics::CONTROL_RADIUS);
}

bool has(const QStyleOption& option, QStyle::StateFlag flag)
{
    return option.state.testFlag(flag);
}

QColor mixed(const QColor& a, const QColor& b, double share)
{
    return QColor::fromRgbF(float(a.redF() + (b.redF() - a.redF()) * share),
                            float(a.greenF() + (b.greenF() - a.greenF()) * share),
                            float(a.blueF() + (b.blueF() - a.blueF()) * share));
}

} // namespace

void pushButton(QPainter& painter, const QStyleOption& option, bool primary)
{
    const auto& colours = colourTokens(option.palette);
    const auto* button = qstyleoption_cast<const QStyleOptionButton*>(&option);
    const bool flat = button != nullptr && button->features.testFlag(QStyleOptionButton::Flat);
    const bool down = has(option, QStyle::State_Sunken) || has(option, QStyle::State_On);
    const bool hovered = has(option, QStyle::State_MouseOver) && has(option, QStyle::State_Enabled);
    if (primary && has(option, QStyle::State_Enabled)) {
        const auto accent = colours.running.ink;
        const double share = down ? 0.2 : hovered ? 0.1 : 0.0;
        box(painter, option.rect, mixed(accent, colours.text, share), {});
        return;
    }
    QColor fill = flat ? QColor() : colours.bg;
    if (down) {
        fill = colours.selection;
    } else if (hovered) {
        fill = colours.hover;
    }
    const bool enabled = has(option, QStyle::State_Enabled);
    box(painter, option.rect, fill,
        flat          ? QColor()
            : enabled ? colours.borderStrong
                      : colours.border);
}

void toolButton(QPainter& painter, const QStyleOption& option)
{
    const auto& colours = colourTokens(option.palette);
    if (has(option, QStyle::State_Sunken) || has(option, QStyle::State_On)) {
        box(painter, option.rect, colours.selection, {});
    } else if (has(option, QStyle::State_MouseOver) && has(option, QStyle::State_Enabled)) {
        box(painter, option.rect, colours.hover, {});
    }
}

void inputFrame(QPainter& painter, const QStyleOption& option)
{
    const auto& colours = colourTokens(option.palette);
    const bool enabled = has(option, QStyle::State_Enabled);
    box(painter, option.rect, enabled ? colours.bg : colours.alt,
        enabled ? colours.borderStrong : colours.border);
    if (has(option, QStyle::State_HasFocus) && enabled) {
        focusRing(painter, option, false);
    }
}

void listFrame(QPainter& painter, const QStyleOption& option)
{
    const auto& colours = colourTokens(option.palette);
    box(painter, option.rect, colours.bg, colours.border);
    if (has(option, QStyle::State_HasFocus)) {
        focusRing(painter, option, false);
    }
}

void checkBox(QPainter& painter, const QStyleOption& option)
{
    const auto& colours = colourTokens(option.palette);
    const bool enabled = has(option, QStyle::State_Enabled);
    const bool partly = has(option, QStyle::State_NoChange);
    const bool on = has(option, QStyle::State_On) || partly;
    const auto accent = enabled ? colours.running.ink : colours.borderStrong;
    const Saved saved(painter);
    painter.setBrush(on ? accent : colours.bg);
    painter.setPen(QPen(on ? accent : enabled ? colours.borderStrong : colours.border, 1));
    painter.drawRoundedRect(QRectF(option.rect).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
    if (on) {
        paintIcon(painter, option.rect.adjusted(2, 2, -2, -2),
                  partly ? QStringLiteral("minus") : QStringLiteral("check"), colours.onAccent);
    }
}

void radioButton(QPainter& painter, const QStyleOption& option)
{
    const auto& colours = colourTokens(option.palette);
    const bool enabled = has(option, QStyle::State_Enabled);
    const bool on = has(option, QStyle::State_On);
    const auto accent = enabled ? colours.running.ink : colours.borderStrong;
    const Saved saved(painter);
    const QRectF circle = QRectF(option.rect).adjusted(0.5, 0.5, -0.5, -0.5);
    painter.setBrush(on ? accent : colours.bg);
    painter.setPen(QPen(on ? accent : enabled ? colours.borderStrong : colours.border, 1));
    painter.drawEllipse(circle);
    if (on) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(colours.onAccent);
        painter.drawEllipse(circle.center(), 3, 3);
    }
}

void focusRing(QPainter& painter, const QStyleOption& option, bool onAccent)
{
    const auto& colours = colourTokens(option.palette);
    const Saved saved(painter);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(onAccent ? colours.onAccent : colours.running.ink, 2));
    const int radius = onAccent ? metrics::CONTROL_RADIUS - 3 : metrics::CONTROL_RADIUS - 1;
    painter.drawRoundedRect(QRectF(option.rect).adjusted(1, 1, -1, -1), radius, radius);
}

void itemBackground(QPainter& painter, const QStyleOptionViewItem& option)
{
    const auto& colours = colourTokens(option.palette);
    if (option.backgroundBrush.style() != Qt::NoBrush) {
        painter.fillRect(option.rect, option.backgroundBrush);
    }
    if (has(option, QStyle::State_Selected)) {
        painter.fillRect(option.rect, colours.selection);
    } else if (has(option, QStyle::State_MouseOver)) {
        painter.fillRect(option.rect, colours.hover);
    }
}

void splitter(QPainter& painter, const QStyleOption& option)
{
    const auto& colours = colourTokens(option.palette);
    const bool hovered = has(option, QStyle::State_MouseOver) || has(option, QStyle::State_Sunken);
    QRect line = option.rect;
    const int width = hovered ? 3 : 1;
    if (has(option, QStyle::State_Horizontal)) {
        line.setLeft(option.rect.center().x() - width / 2);
        line.setWidth(width);
    } else {
        line.setTop(option.rect.center().y() - width / 2);
        line.setHeight(width);
    }
    painter.fillRect(line, hovered ? colours.running.ink : colours.border);
}

void scrollBar(QPainter& painter, const QStyleOptionSlider& option, const QRect& slider,
               const QColor& track)
{
    const auto& colours = colourTokens(option.palette);
    painter.fillRect(option.rect, track);
    if (option.maximum <= option.minimum) {
        return; // Nothing to scroll: no thumb.
    }
    const bool grasped = has(option, QStyle::State_Sunken)
        && option.activeSubControls.testFlag(QStyle::SC_ScrollBarSlider);
    const bool hovered = has(option, QStyle::State_MouseOver);
    const Saved saved(painter);
    painter.setPen(Qt::NoPen);
    painter.setBrush(grasped ? colours.secondary : colours.borderStrong);
    const double inset = hovered || grasped ? 2 : 3;
    const QRectF thumb = QRectF(slider).adjusted(inset, inset, -inset, -inset);
    const double radius = std::min(thumb.width(), thumb.height()) / 2;
    painter.drawRoundedRect(thumb, radius, radius);
}

void tab(QPainter& painter, const QStyleOptionTab& option)
{
    const auto& colours = colourTokens(option.palette);
    const bool selected = has(option, QStyle::State_Selected);
    if (has(option, QStyle::State_MouseOver) && !selected) {
        box(painter, option.rect.adjusted(2, 2, -2, -4), colours.hover, {});
    }
    painter.fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1),
                     colours.border);
    if (selected) {
        painter.fillRect(option.rect.adjusted(8, option.rect.height() - 2, -8, 0),
                         colours.running.ink);
    }
}

void headerSection(QPainter& painter, const QStyleOption& option)
{
    const auto& colours = colourTokens(option.palette);
    painter.fillRect(option.rect, colours.window);
    painter.fillRect(option.rect.adjusted(0, option.rect.height() - 1, 0, 0), colours.border);
}

void progressGroove(QPainter& painter, const QStyleOption& option)
{
    const Saved saved(painter);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colourTokens(option.palette).border);
    const QRectF groove(option.rect.x(), option.rect.center().y() - 2, option.rect.width(), 6);
    painter.drawRoundedRect(groove, 3, 3);
}

void progress(QPainter& painter, const QStyleOptionProgressBar& option)
{
    const double range = option.maximum - option.minimum;
    const double done = range > 0 ? (option.progress - option.minimum) / range : 1.0;
    const Saved saved(painter);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colourTokens(option.palette).running.ink);
    QRectF bar(option.rect.x(), option.rect.center().y() - 2, option.rect.width() * done, 6);
    if ((option.direction == Qt::RightToLeft) != option.invertedAppearance) {
        bar.moveRight(option.rect.x() + option.rect.width());
    }
    painter.drawRoundedRect(bar, 3, 3);
}

void arrow(QPainter& painter, const QRect& rect, const QStyleOption& option, const char* icon)
{
    const auto& colours = colourTokens(option.palette);
    paintIcon(painter, rect, QString::fromLatin1(icon),
              has(option, QStyle::State_Enabled) ? colours.secondary : colours.borderStrong);
}

} // namespace tamma::ui::style_painting
