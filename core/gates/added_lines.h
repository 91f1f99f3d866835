// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/git/diff.h"

#include <QList>
#include <QString>

namespace tamma::gates {

/// A line that a change adds.
struct AddedLine {
    QString path; ///< Relative to the repository.
    int line = 0; ///< From 1 in the new version of the file.
    QString text; ///< Without its line break.
};

/// Returns the lines that a change adds to text files, file by file.
[[nodiscard]] QList<AddedLine> addedLines(const QList<git::FileDiff>& change);

} // namespace tamma::gates
