// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/diff/line_note.h"

#include <QFont>
#include <QTextLayout>

class QPainter;

namespace tamma::ui {

/// A note as it stands below its line: an icon, who says it, and the words, wrapped.
///
/// Shape    More than LONGEST_TEXT characters are cut. Nothing in it is taken for markup.
class NoteBlock {
public:
    static constexpr qsizetype LONGEST_TEXT = 1200;

    /// Lays the note out, `width` pixels wide.
    NoteBlock(const LineNote& note, const QFont& font, int width);

    /// How high it is, with the room around it.
    [[nodiscard]] int height() const;

    /// Paints it with its corner at `place`.
    void paint(QPainter& painter, QPoint place, const ColourTokens& colours) const;

private:
    LineNote m_note;
    QFont m_font;
    int m_width;
    int m_textHeight = 0;
    QTextLayout m_text;
};

} // namespace tamma::ui
