// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/diff/diff_document.h"

namespace tamma::ui {
namespace {

/// Beyond this the text is shown plain first, and its colours follow.
constexpr int MOST_LINES_BEFORE_SHOWING = 8192;

} // namespace

std::shared_ptr<const DiffDocument> makeDiffDocument(const git::FileDiff& diff)
{
    auto document = std::make_shared<DiffDocument>();
    document->file = diff.file;
    document->oldLines = LineIndex(diff.oldText);
    document->newLines = LineIndex(diff.newText);
    document->rows = DiffRows(diff.hunks, document->counts(), DiffLayout::Unified);
    document->highlighter
        = std::make_shared<Highlighter>(diff.file.path, document->oldLines, document->newLines);
    if (document->rows.changeCount() > 0) {
        const auto first = document->rows.change(0);
        const int lines = first.oldStart + first.newStart + 4 * Highlighter::LINES_PER_CHECKPOINT;
        document->highlighter->advance(std::min(lines, MOST_LINES_BEFORE_SHOWING));
    }
    return document;
}

} // namespace tamma::ui
