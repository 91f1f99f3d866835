// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/events/ids.h"

#include <QList>
#include <QString>

namespace tamma::gates {

/// Where the gates get the files of a commit from. The composition implements it over core/git.
class Checkouts {
public:
    virtual ~Checkouts() = default;

    /// Returns the folder of the loop's gate worktree, standing at `commit` with exactly its
    /// tracked files. What earlier gates built stays as long as the commit is the same, and is
    /// removed when it changes. The file `<folder>.built` beside it belongs to the gates.
    [[nodiscard]] virtual Result<QString> cleanCheckout(const QString& repository,
                                                        const LoopId& loop, const QString& commit)
        = 0;
};

/// A line that a change adds.
struct AddedLine {
    QString path; ///< Relative to the repository.
    int line = 0; ///< From 1 in the new version of the file.
    QString text; ///< Without its line break.
};

/// What the gates read of a repository without a checkout. Implemented over core/git, too.
///
/// Threads  Any.
class ChangeReader {
public:
    virtual ~ChangeReader() = default;

    /// Returns the lines that baseCommit..commit adds to text files, file by file.
    [[nodiscard]] virtual Result<QList<AddedLine>>
    addedLines(const QString& repository, const QString& baseCommit, const QString& commit) const
        = 0;

    /// Returns a file as it is in `commit`; NOT_FOUND when the commit has no such file.
    [[nodiscard]] virtual Result<QByteArray>
    fileAt(const QString& repository, const QString& commit, const QString& path) const = 0;
};

} // namespace tamma::gates
