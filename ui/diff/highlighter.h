// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/diff/line_index.h"
#include "ui/widgets/colour_tokens.h"

#include <QColor>
#include <QList>

#include <memory>
#include <optional>

namespace tamma::ui {

/// Which of the two versions of a file.
enum class DiffSide { Old, New };

/// The characters [start, start + count) of a line that have one format.
struct FormatSpan {
    int start = 0;
    int count = 0;
    int format = 0; ///< For Highlighter::format().

    friend bool operator==(const FormatSpan&, const FormatSpan&) = default;
};

/// How the characters of a span look.
struct CharLook {
    QColor colour; ///< Readable (4.5:1) on the page and on the tints of added and removed lines.
    bool bold = false;
    bool italic = false;
};

/// Colours for the lines of both versions of one file. It keeps the state of the lexer every
/// LINES_PER_CHECKPOINT lines, so that any line behind a checkpoint is coloured in well under a
/// millisecond, and nothing is stored for the others.
///
/// Shape    A file without a known language, of more than LARGEST_BYTES, has no colours; neither
///          has a line of more than LONGEST_LINE bytes.
/// Threads  Make it on a worker: it loads the definition of the language. Afterwards any thread:
///          calls wait for each other, advance() up to the lines that it was asked for.
class Highlighter {
public:
    static constexpr int LINES_PER_CHECKPOINT = 64;
    static constexpr qsizetype LARGEST_BYTES = 10 * 1024 * 1024;
    static constexpr qsizetype LONGEST_LINE = 4000;

    Highlighter(const QString& path, LineIndex oldLines, LineIndex newLines);
    ~Highlighter();
    Highlighter(const Highlighter&) = delete;
    Highlighter& operator=(const Highlighter&) = delete;

    /// False: there are no colours for this file.
    [[nodiscard]] bool isAvailable() const;

    /// Returns the colours of a line; nullopt while advance() has not come near it.
    [[nodiscard]] std::optional<QList<FormatSpan>> spans(DiffSide side, int line);

    /// Moves the checkpoints on by up to `lines` lines, on the side that is behind. Returns whether
    /// there is more to do.
    bool advance(int lines);

    [[nodiscard]] CharLook format(int id, ColourScheme scheme) const;

private:
    struct Engine; // The only place that knows the library.
    std::unique_ptr<Engine> m_engine;
};

} // namespace tamma::ui
