// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/tamma_style.h"

#include "ui/widgets/colour_tokens.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/metrics.h"
#include "ui/widgets/style_painting.h"

#include <QAbstractScrollArea>
#include <QEvent>
#include <QPainter>
#include <QPushButton>
#include <QStyleOption>
#include <QVariant>

namespace tamma::ui {
namespace {

constexpr char PRIMARY[] = "tammaPrimary";
constexpr int SHORTEST_THUMB = 32;

bool isPrimary(const QWidget* widget)
{
    return widget != nullptr && widget->property(PRIMARY).toBool();
}

/// Gives the label of a primary button the colour that goes on the accent.
QStyleOptionButton onAccent(const QStyleOptionButton& button, const QWidget& widget)
{
    auto changed = button;
    const auto colour = colourTokens(button.palette).onAccent;
    changed.palette.setColor(QPalette::ButtonText, colour);
    if (!button.icon.name().isEmpty()) {
        changed.icon
            = iconPixmap(button.icon.name(), colour, metrics::ICON, widget.devicePixelRatio());
    }
    return changed;
}

QRect thumbOf(const QStyleOptionSlider& bar)
{
    const bool across = bar.orientation == Qt::Horizontal;
    const int length = across ? bar.rect.width() : bar.rect.height();
    const qint64 range = qint64{bar.maximum} - bar.minimum;
    const qint64 share
        = range <= 0 ? length : qint64{bar.pageStep} * length / (range + bar.pageStep);
    const int thumb
        = static_cast<int>(std::clamp<qint64>(share, std::min(SHORTEST_THUMB, length), length));
    const int at = QStyle::sliderPositionFromValue(bar.minimum, bar.maximum, bar.sliderPosition,
                                                   length - thumb, bar.upsideDown);
    return across ? QRect(bar.rect.x() + at, bar.rect.y(), thumb, bar.rect.height())
                  : QRect(bar.rect.x(), bar.rect.y() + at, bar.rect.width(), thumb);
}

/// A bar beside a list or a page has the colour of what it scrolls.
QColor trackColour(const QStyleOption& option, const QWidget* bar)
{
    const auto* container = bar == nullptr ? nullptr : bar->parentWidget();
    const auto* area = container == nullptr
        ? nullptr
        : qobject_cast<const QAbstractScrollArea*>(container->parentWidget());
    return option.palette.color(area == nullptr ? QPalette::Window
                                                : area->viewport()->backgroundRole());
}

QRect scrollBarPart(const QStyleOptionSlider& bar, QStyle::SubControl part)
{
    const QRect thumb = thumbOf(bar);
    const bool across = bar.orientation == Qt::Horizontal;
    QRect rect = bar.rect;
    switch (part) {
    case QStyle::SC_ScrollBarGroove:
        return rect;
    case QStyle::SC_ScrollBarSlider:
        return thumb;
    case QStyle::SC_ScrollBarSubPage:
        across ? rect.setRight(thumb.left() - 1) : rect.setBottom(thumb.top() - 1);
        return rect;
    case QStyle::SC_ScrollBarAddPage:
        across ? rect.setLeft(thumb.right() + 1) : rect.setTop(thumb.bottom() + 1);
        return rect;
    default:
        return {}; // No arrows.
    }
}

} // namespace

TammaStyle::TammaStyle()
    : QProxyStyle(QStringLiteral("Fusion"))
{
}

void TammaStyle::polish(QWidget* widget)
{
    QProxyStyle::polish(widget);
    if (widget->inherits("QAbstractButton") || widget->inherits("QTabBar")
        || widget->inherits("QSplitterHandle")) {
        widget->setAttribute(Qt::WA_Hover);
    }
}

int TammaStyle::pixelMetric(PixelMetric metric, const QStyleOption* option,
                            const QWidget* widget) const
{
    switch (metric) {
    case PM_ScrollBarExtent:
        return 12;
    case PM_ScrollBarSliderMin:
        return SHORTEST_THUMB;
    case PM_SplitterWidth:
        return 8;
    case PM_DefaultFrameWidth: // So that a square viewport stays inside the rounded outline.
        return qobject_cast<const QAbstractScrollArea*>(widget) != nullptr ? 2 : 1;
    case PM_ButtonIconSize:
    case PM_SmallIconSize:
    case PM_TabBarIconSize:
        return metrics::ICON;
    case PM_ToolBarIconSize:
        return 18;
    case PM_IndicatorWidth:
    case PM_IndicatorHeight:
    case PM_ExclusiveIndicatorWidth:
    case PM_ExclusiveIndicatorHeight:
        return 18;
    case PM_FocusFrameHMargin: // The space beside the text of a stock item view.
    case PM_LayoutHorizontalSpacing:
    case PM_LayoutVerticalSpacing:
        return metrics::SPACE_2;
    case PM_ButtonShiftHorizontal:
    case PM_ButtonShiftVertical:
    case PM_TabBarTabShiftVertical:
    case PM_TabBarBaseHeight:
    case PM_TabBarBaseOverlap:
        return 0;
    default:
        return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

int TammaStyle::styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                          QStyleHintReturn* result) const
{
    switch (hint) {
    case SH_EtchDisabledText:
    case SH_DialogButtonBox_ButtonsHaveIcons:
    case SH_Widget_Animation_Duration: // Nothing moves without a reason, and idle stays idle.
        return 0;
    case SH_Table_GridLineColor:
        return option == nullptr ? QProxyStyle::styleHint(hint, option, widget, result)
                                 : static_cast<int>(colourTokens(option->palette).border.rgba());
    default:
        return QProxyStyle::styleHint(hint, option, widget, result);
    }
}

QSize TammaStyle::sizeFromContents(ContentsType type, const QStyleOption* option,
                                   const QSize& contents, const QWidget* widget) const
{
    const QSize size = QProxyStyle::sizeFromContents(type, option, contents, widget);
    switch (type) {
    case CT_PushButton: {
        const int height = isPrimary(widget) ? metrics::PRIMARY_HEIGHT : metrics::CONTROL_HEIGHT;
        const int wide = contents.width() + 2 * metrics::SPACE_3;
        return {std::max(wide, height), std::max(contents.height() + metrics::SPACE_2, height)};
    }
    case CT_LineEdit:
    case CT_ComboBox:
        return {size.width() + metrics::SPACE_3,
                std::max(contents.height() + metrics::SPACE_2, metrics::CONTROL_HEIGHT)};
    case CT_SpinBox: // Its contents are a line edit, which has its space already.
        return {size.width() + metrics::SPACE_6,
                std::max(contents.height(), metrics::CONTROL_HEIGHT)};
    case CT_ItemViewItem:
        return {size.width(), std::max(size.height() + metrics::SPACE_2, 28)};
    case CT_ToolButton:
        return size.expandedTo({28, 28});
    case CT_TabBarTab:
        return {size.width() + metrics::SPACE_2, 36};
    case CT_MenuItem:
        return {size.width() + metrics::SPACE_4,
                size.height() > 10 ? std::max(size.height(), 28) : size.height()};
    default:
        return size;
    }
}

QRect TammaStyle::subElementRect(SubElement element, const QStyleOption* option,
                                 const QWidget* widget) const
{
    if (element == SE_PushButtonFocusRect) {
        return isPrimary(widget) ? option->rect.adjusted(3, 3, -3, -3) : option->rect;
    }
    const auto* frame = qstyleoption_cast<const QStyleOptionFrame*>(option);
    if (element == SE_LineEditContents && frame != nullptr && frame->lineWidth > 0) {
        return option->rect.adjusted(6, 2, -6, -2);
    }
    return QProxyStyle::subElementRect(element, option, widget);
}

QRect TammaStyle::subControlRect(ComplexControl control, const QStyleOptionComplex* option,
                                 SubControl part, const QWidget* widget) const
{
    const auto* bar = qstyleoption_cast<const QStyleOptionSlider*>(option);
    if (control == CC_ScrollBar && bar != nullptr) {
        return visualRect(bar->orientation == Qt::Horizontal ? Qt::LeftToRight : bar->direction,
                          bar->rect, scrollBarPart(*bar, part));
    }
    const QRect rect = QProxyStyle::subControlRect(control, option, part, widget);
    if (control == CC_ComboBox && part == SC_ComboBoxEditField) {
        return option->direction == Qt::RightToLeft ? rect.adjusted(0, 0, -6, 0)
                                                    : rect.adjusted(6, 0, 0, 0);
    }
    return rect;
}

void TammaStyle::drawPrimitive(PrimitiveElement element, const QStyleOption* option,
                               QPainter* painter, const QWidget* widget) const
{
    switch (element) {
    case PE_PanelButtonCommand:
        return style_painting::pushButton(*painter, *option, isPrimary(widget));
    case PE_PanelButtonTool:
        return style_painting::toolButton(*painter, *option);
    case PE_PanelLineEdit: {
        const auto* frame = qstyleoption_cast<const QStyleOptionFrame*>(option);
        if (frame != nullptr && frame->lineWidth > 0) {
            style_painting::inputFrame(*painter, *option);
        }
        return;
    }
    case PE_Frame:
        if (qobject_cast<const QAbstractScrollArea*>(widget) != nullptr) {
            return widget->inherits("QAbstractItemView")
                ? style_painting::listFrame(*painter, *option)
                : style_painting::inputFrame(*painter, *option);
        }
        break;
    case PE_IndicatorCheckBox:
    case PE_IndicatorItemViewItemCheck:
        return style_painting::checkBox(*painter, *option);
    case PE_IndicatorRadioButton:
        return style_painting::radioButton(*painter, *option);
    case PE_FrameFocusRect:
        if (option->state.testFlag(State_KeyboardFocusChange)) {
            style_painting::focusRing(*painter, *option, isPrimary(widget));
        }
        return;
    case PE_PanelItemViewItem:
        if (const auto* item = qstyleoption_cast<const QStyleOptionViewItem*>(option)) {
            return style_painting::itemBackground(*painter, *item);
        }
        break;
    case PE_FrameTabBarBase:
    case PE_FrameTabWidget:
    case PE_FrameStatusBarItem:
        return;
    default:
        break;
    }
    QProxyStyle::drawPrimitive(element, option, painter, widget);
}

void TammaStyle::drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                             const QWidget* widget) const
{
    if (element == CE_Splitter) {
        return style_painting::splitter(*painter, *option);
    }
    const auto* button = qstyleoption_cast<const QStyleOptionButton*>(option);
    const bool enabled = option->state.testFlag(State_Enabled);
    if (element == CE_PushButtonLabel && button != nullptr && isPrimary(widget) && enabled) {
        const auto label = onAccent(*button, *widget);
        return QProxyStyle::drawControl(element, &label, painter, widget);
    }
    const auto* tab = qstyleoption_cast<const QStyleOptionTab*>(option);
    if (element == CE_TabBarTabShape && tab != nullptr) {
        return style_painting::tab(*painter, *tab);
    }
    if (element == CE_HeaderSection) {
        return style_painting::headerSection(*painter, *option);
    }
    const auto* progress = qstyleoption_cast<const QStyleOptionProgressBar*>(option);
    if (element == CE_ProgressBarGroove) {
        return style_painting::progressGroove(*painter, *option);
    }
    if (element == CE_ProgressBarContents && progress != nullptr) {
        return style_painting::progress(*painter, *progress);
    }
    QProxyStyle::drawControl(element, option, painter, widget);
}

void TammaStyle::drawComplexControl(ComplexControl control, const QStyleOptionComplex* option,
                                    QPainter* painter, const QWidget* widget) const
{
    const auto* bar = qstyleoption_cast<const QStyleOptionSlider*>(option);
    if (control == CC_ScrollBar && bar != nullptr) {
        const QRect thumb = subControlRect(control, option, SC_ScrollBarSlider, widget);
        return style_painting::scrollBar(*painter, *bar, thumb, trackColour(*option, widget));
    }
    const auto* combo = qstyleoption_cast<const QStyleOptionComboBox*>(option);
    if (control == CC_ComboBox && combo != nullptr) {
        style_painting::inputFrame(*painter, *option);
        const QRect place = subControlRect(control, option, SC_ComboBoxArrow, widget);
        return style_painting::arrow(*painter, place, *option, "chevron-down");
    }
    const auto* spin = qstyleoption_cast<const QStyleOptionSpinBox*>(option);
    if (control == CC_SpinBox && spin != nullptr) {
        if (spin->frame) {
            style_painting::inputFrame(*painter, *option);
        }
        const QRect up = subControlRect(control, option, SC_SpinBoxUp, widget);
        const QRect down = subControlRect(control, option, SC_SpinBoxDown, widget);
        style_painting::arrow(*painter, up, *option, "chevron-up");
        return style_painting::arrow(*painter, down, *option, "chevron-down");
    }
    QProxyStyle::drawComplexControl(control, option, painter, widget);
}

void makePrimary(QPushButton& button)
{
    button.setProperty(PRIMARY, true);
    button.setAutoDefault(false);
}

} // namespace tamma::ui
