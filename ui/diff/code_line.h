// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/diff/highlighter.h"
#include "ui/diff/intra_line.h"

#include <QFont>

class QPainter;
class QRect;

namespace tamma::ui {

/// A line of code as it is painted.
struct CodeLine {
    QString text;
    QList<FormatSpan> spans;
    const Highlighter* highlighter = nullptr; ///< Knows what the spans look like; may be null.
    QList<CharRange> emphasis; ///< Words on a stronger tint.
    QColor emphasisTint;
    QList<CharRange> found; ///< Hits of a search, outlined.
};

/// Paints lines of code in a fixed-width font: tabs are four columns wide, text runs from left to
/// right whatever the language of the window.
class CodePainter {
public:
    CodePainter(const QFont& font, ColourScheme scheme);

    /// Paints `line` in `rect`, moved `scrolled` pixels to the left. Returns where its text ends.
    int paint(QPainter& painter, const QRect& rect, int scrolled, const CodeLine& line) const;

    [[nodiscard]] double columnWidth() const { return m_columnWidth; }

private:
    QFont m_font;
    ColourScheme m_scheme;
    double m_columnWidth;
    int m_lineHeight;
};

} // namespace tamma::ui
