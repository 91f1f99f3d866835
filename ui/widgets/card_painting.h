// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/status_look.h"
#include "ui/widgets/virtual_list.h"

class QPainter;

// Pieces of painted rows and cards. All take their colours from `colours`, and mirror themselves
// where the painter's layout runs from right to left.
namespace tamma::ui {

/// Text that is painted on one line, cut with an ellipsis where it does not fit.
struct LineOfText {
    QString text;
    QColor colour;
    QFont font;
    Qt::Alignment alignment = Qt::AlignLeading;
};

/// Fills and outlines a card; the ring shows keyboard focus.
void paintCard(QPainter& painter, const QRect& rect, RowState state, const ColourTokens& colours);

/// Paints one line in the middle of the height of `rect`.
void paintLine(QPainter& painter, const QRect& rect, const LineOfText& line);

/// Paints icon and word of `status`, at the leading edge of `rect`; "" as `word` takes the status's
/// own. Returns the width that it took.
int paintStatus(QPainter& painter, const QRect& rect, const StatusLook& look,
                const QString& word = {});

/// Paints the icon and word of `look` on its tint, as a pill at the leading edge of `rect`, as high
/// as it. Returns its width.
int paintPill(QPainter& painter, const QRect& rect, const StatusLook& look);

/// How wide paintPill() paints in `font`.
[[nodiscard]] int pillWidth(const StatusLook& look, const QFont& font);

} // namespace tamma::ui
