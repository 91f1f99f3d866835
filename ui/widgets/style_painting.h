// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyleOption>

class QPainter;
class QWidget;

// The parts of TammaStyle, one function for each kind of control.
namespace tamma::ui::style_painting {

void pushButton(QPainter& painter, const QStyleOption& option, bool primary);
void toolButton(QPainter& painter, const QStyleOption& option);
void inputFrame(QPainter& painter, const QStyleOption& option);
void listFrame(QPainter& painter, const QStyleOption& option);
void checkBox(QPainter& painter, const QStyleOption& option);
void radioButton(QPainter& painter, const QStyleOption& option);
void focusRing(QPainter& painter, const QStyleOption& option, bool onAccent);
void itemBackground(QPainter& painter, const QStyleOptionViewItem& option);
void splitter(QPainter& painter, const QStyleOption& option);
void scrollBar(QPainter& painter, const QStyleOptionSlider& option, const QRect& slider,
               const QColor& track);
void tab(QPainter& painter, const QStyleOptionTab& option);
void headerSection(QPainter& painter, const QStyleOption& option);
void progressGroove(QPainter& painter, const QStyleOption& option);
void progress(QPainter& painter, const QStyleOptionProgressBar& option);
void arrow(QPainter& painter, const QRect& rect, const QStyleOption& option, const char* icon);

} // namespace tamma::ui::style_painting
