// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/git/diff.h"
#include "core/git/repository.h"

#include <QList>
#include <QString>

namespace tamma::git {

/// Two commits: the change leads from one to the other.
struct CommitRange {
    QString from;
    QString to;
};

/// Lists what changed, by path, with line counts; a file that moved is one Renamed entry (for up to
/// 200 candidates). A file is binary when it holds a NUL early or is above 64 MiB; attributes have
/// no say in it. Fails with NOT_FOUND for an unknown commit.
[[nodiscard]] Result<QList<ChangedFile>> changedFiles(const Repository& repository,
                                                      const CommitRange& range);

/// Returns all of them with their texts and hunks, as fileDiff() does for one. Fails as
/// changedFiles() does.
[[nodiscard]] Result<QList<FileDiff>> fileDiffs(const Repository& repository,
                                                const CommitRange& range);

/// Returns both texts of one changed file and the hunks between them (patience, no context). A
/// submodule reads as git shows it: one line with the hash of its commit. Fails with NOT_FOUND when
/// `path` (the new one of a renamed file) did not change.
[[nodiscard]] Result<FileDiff> fileDiff(const Repository& repository, const CommitRange& range,
                                        const QString& path);

/// Returns the SHA-256, in hex, of the change itself: paths, modes and contents, but no commit.
/// The same change has the same digest in every repository and after a rebase onto a base that left
/// its files alone; an approval is bound to it.
[[nodiscard]] Result<QString> diffDigest(const Repository& repository, const CommitRange& range);

} // namespace tamma::git
