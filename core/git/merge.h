// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/git/author.h"
#include "core/git/repository.h"

#include <QStringList>

#include <optional>

namespace tamma::git {

/// What is to be merged, and into which branch.
struct MergePlan {
    QString baseBranch;
    QString commit;
    QString message;
    Author author;
};

/// What a merge did.
struct MergeOutcome {
    QString commit; ///< The merge commit; the merged commit itself when it got in without one.
    bool alreadyMerged = false; ///< It was found and not made.
    QStringList updatedCheckouts; ///< Folders whose files were brought forward.
};

/// Returns the merge commit that brought `commit` into `baseBranch`; `commit` itself when it is
/// there without one (somebody fast-forwarded); nothing when it is not there. Fails with
/// BRANCH_NOT_FOUND and NOT_FOUND.
[[nodiscard]] Result<std::optional<QString>>
findMerge(const Repository& repository, const QString& baseBranch, const QString& commit);

/// Merges a commit into a branch with a real merge commit, in memory; one that is there already is
/// found, so doing it again changes nothing. No checkout is touched, unless it is on that branch
/// and clean: then its files come along. Whatever somebody has not committed is never overwritten.
///
/// Errors   MERGE_CONFLICT (context "paths"): the work has to be redone on the new base.
///          CHECKOUT_DIRTY (context "checkout", "paths"): nothing was changed; ask the person to
///          commit, stash or switch the branch, then call again. BRANCH_NOT_FOUND, NOT_FOUND,
///          GIT_FAILED (retryable while somebody else holds a lock).
/// Threads  Any, several at once: they take turns, also with other processes of Tamma. The branch
/// is
///          compared and swapped, so a commit that somebody makes meanwhile is merged with, never
///          lost.
[[nodiscard]] Result<MergeOutcome> mergeIntoBranch(const Repository& repository,
                                                   const MergePlan& plan);

} // namespace tamma::git
