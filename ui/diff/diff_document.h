// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/git/diff.h"
#include "ui/diff/diff_rows.h"
#include "ui/diff/highlighter.h"
#include "ui/diff/line_index.h"

#include <memory>

namespace tamma::ui {

/// Everything that a DiffView needs to show one file, made on a worker.
///
/// Shape    `rows` is the map with everything folded; a view copies it and folds its own.
/// Threads  Never changes; any thread. The highlighter has a lock of its own.
struct DiffDocument {
    git::ChangedFile file;
    LineIndex oldLines;
    LineIndex newLines;
    DiffRows rows;
    std::shared_ptr<Highlighter> highlighter;

    [[nodiscard]] LineCounts counts() const { return {oldLines.count(), newLines.count()}; }
};

/// Indexes both texts and colours the way to the first change. Takes some milliseconds for each
/// megabyte: never call it in the GUI thread.
[[nodiscard]] std::shared_ptr<const DiffDocument> makeDiffDocument(const git::FileDiff& diff);

} // namespace tamma::ui
