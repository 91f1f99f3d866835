// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QPalette>

namespace tamma::ui {

/// Which of the two sets of colours is on screen.
enum class ColourScheme { Light, Dark };

/// A strong colour and the quiet fill that its words may stand on (pills, banners, diff lines).
///
/// Shape    Contrast of `ink` on `tint`, and on every surface, is at least 4.5:1.
struct InkAndTint {
    QColor ink;
    QColor tint;
};

/// A line that was added or removed in a diff: the whole line, and the words that changed in it.
///
/// Shape    Contrast of plain text on both is at least 6:1.
struct DiffTint {
    QColor line;
    QColor emphasis;
};

/// Every colour that Tamma paints with. Widgets take colours from here and from nowhere else, so
/// that one test can prove the contrast of all of them.
///
/// Shape    `text` and `secondary` are readable (4.5:1) on `bg`, `window`, `alt`, `selection` and
/// `hover`;
///          `borderStrong` and `accent` are visible (3:1) on `bg`, `window` and `alt`; `border`
///          only divides.
struct ColourTokens {
    QColor bg; ///< Lists, editors, cards.
    QColor window; ///< The page behind them.
    QColor alt; ///< Every other row, code blocks.
    QColor hover; ///< The row or button under the pointer.
    QColor selection; ///< The selected row.
    QColor text;
    QColor secondary;
    QColor border; ///< Decoration: cards, dividers.
    QColor borderStrong; ///< The outline of a control.
    QColor onAccent; ///< Text on a fill of `running.ink`, the accent.
    InkAndTint running; ///< Also the accent.
    InkAndTint needsYou;
    InkAndTint passed;
    InkAndTint failed;
    InkAndTint idle; ///< Queued, paused, cancelled.
    DiffTint added; ///< Green.
    DiffTint removed; ///< Red.
    DiffTint addedBlue; ///< For the blue/orange setting.
    DiffTint removedOrange;
    QColor pastFrame; ///< The frame around a moment that is not now.
};

/// Returns the colours of `scheme`.
[[nodiscard]] const ColourTokens& colourTokens(ColourScheme scheme);

/// Returns the colours that go with `palette`, as paletteOf() made it: ask with
/// `widget->palette()`.
[[nodiscard]] const ColourTokens& colourTokens(const QPalette& palette);

/// Tells light from dark by the window colour.
[[nodiscard]] ColourScheme schemeOf(const QPalette& palette);

/// Makes the palette that gives Qt's own widgets the colours of `scheme`.
[[nodiscard]] QPalette paletteOf(ColourScheme scheme);

} // namespace tamma::ui
