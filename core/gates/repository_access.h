// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/events/ids.h"
#include "core/git/diff.h"

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

/// What the gates read of a repository without a checkout. Implemented over core/git, too.
///
/// Threads  Any.
class ChangeReader {
public:
    virtual ~ChangeReader() = default;

    /// Returns every file that baseCommit..commit changes, with both texts, by path.
    [[nodiscard]] virtual Result<QList<git::FileDiff>>
    change(const QString& repository, const QString& baseCommit, const QString& commit) const = 0;

    /// Returns a file as it is in `commit`; NOT_FOUND when the commit has no such file.
    [[nodiscard]] virtual Result<QByteArray>
    fileAt(const QString& repository, const QString& commit, const QString& path) const = 0;
};

} // namespace tamma::gates
