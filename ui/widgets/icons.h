// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QIcon>
#include <QPixmap>

class QPainter;

namespace tamma::ui {

/// Draws the Lucide icon `name` ("git-branch") in `colour`, `size` pixels wide and high, for a
/// screen of `pixelRatio`. Cached. An unknown name gives an empty pixmap and a warning in the log.
[[nodiscard]] QPixmap iconPixmap(const QString& name, const QColor& colour, int size,
                                 qreal pixelRatio);

/// Paints the icon in the middle of `rect`, at most as large as it. Icons that point somewhere are
/// mirrored where the painter's layout runs from right to left.
void paintIcon(QPainter& painter, const QRect& rect, const QString& name, const QColor& colour);

/// An icon for buttons, menus and actions: it takes the colour of their text when it is painted, so
/// it follows light and dark by itself.
[[nodiscard]] QIcon icon(const QString& name);

/// Tamma's own icon.
[[nodiscard]] QIcon appIcon();

} // namespace tamma::ui
