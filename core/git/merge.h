// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/git/author.h"
#include "core/git/merge_forecast.h"
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
    QString prepared = {}; ///< A merge commit of prepareMerge(): exactly that one gets in, or none.
};

/// A merge commit that is not in its branch yet, so that gates can judge the very commit that will
/// be the new tip.
struct PreparedMerge {
    QString commit;
    bool sameFiles = false; ///< As the merged commit alone: the base brought nothing new.
    QString baseCommit; ///< The tip of the base branch that it was made on.
    QString ref; ///< "refs/tamma/merges/<loop>": keeps it until the next one of that loop.
};

/// Tries a merge in memory and writes nothing. A conflict is an answer and no error. Fails with
/// BRANCH_NOT_FOUND and NOT_FOUND.
[[nodiscard]] Result<MergeForecast> forecastMerge(const Repository& repository,
                                                  const QString& baseBranch, const QString& commit);

/// Makes the merge commit of plan.commit and the present tip of plan.baseBranch under a hidden
/// reference of `loop`. Neither a branch nor a checkout is touched. One that was made on the same
/// tip with the same message is found again. Fails with MERGE_CONFLICT, BRANCH_NOT_FOUND and
/// NOT_FOUND.
[[nodiscard]] Result<PreparedMerge> prepareMerge(const Repository& repository,
                                                 const MergePlan& plan, const QString& loop);

/// Lets go of what prepareMerge() made for a loop; what got in stays in its branch.
[[nodiscard]] Result<> forgetPreparedMerge(const Repository& repository, const QString& loop);

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
///          commit, stash or switch the branch, then call again. EVIDENCE_CHANGED (context
///          "baseCommit") when the branch moved since plan.prepared was made: prepare it again.
///          BRANCH_NOT_FOUND, NOT_FOUND, GIT_FAILED (retryable while somebody else holds a lock).
/// Threads  Any, several at once: they take turns, also with other processes of Tamma. The branch
///          is compared and swapped, so a commit that somebody makes meanwhile is merged with,
///          never lost.
[[nodiscard]] Result<MergeOutcome> mergeIntoBranch(const Repository& repository,
                                                   const MergePlan& plan);

} // namespace tamma::git
