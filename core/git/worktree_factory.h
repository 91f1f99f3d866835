// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/git/worktree.h"

namespace tamma::git {

/// What a loop needs to get a worktree.
struct LoopBranch {
    QString loop; ///< The loop's id as text: letters, digits, '.', '_' and '-'.
    QString branch; ///< Made when there is none.
    QString baseCommit; ///< Where the branch begins.
};

/// A folder in which every tracked file is as in `commit`. Gates build and test there; what they
/// make stays until another commit is asked for.
struct CleanCheckout {
    QString path;
    QString commit;
};

/// Where worktrees come from and go to: <root>/<loop>/work for the agent and <root>/<loop>/gate for
/// the gates. Both are linked worktrees of the user's repository, whose files they never touch.
///
/// Errors   INVALID_ARGUMENT (an id or a branch name that git or a folder cannot have, a place that
///          belongs to somebody else), FILE_WRITE_FAILED, DISK_FULL (retryable), GIT_FAILED.
/// Threads  Any, one at a time for one loop; different loops at the same time.
class WorktreeFactory {
public:
    explicit WorktreeFactory(QString root)
        : m_root(std::move(root))
    {
    }

    /// Returns the loop's worktree with its work in it, or makes branch and worktree. One whose
    /// folder was deleted is made anew from its branch; one that git forgot (`git worktree prune`)
    /// is taken back with its edits. Fails with BRANCH_TAKEN when there is a branch of that name
    /// which does not come from `baseCommit` or is checked out elsewhere: choose another name.
    [[nodiscard]] Result<Worktree> createForLoop(const Repository& repository,
                                                 const LoopBranch& wanted) const;

    /// Returns the worktree that createForLoop() made. Fails with NOT_FOUND when its folder or its
    /// branch is gone: createForLoop() brings it back.
    [[nodiscard]] Result<Worktree> open(const Repository& repository, const QString& loop,
                                        const QString& branch) const;

    /// Returns a detached checkout of exactly `commit`. For the same commit as last time it is the
    /// same folder: tracked files are compared by content and put right, everything else (what was
    /// built) stays. For another commit it is made from nothing. Fails with NOT_FOUND for an
    /// unknown commit.
    [[nodiscard]] Result<CleanCheckout>
    cleanCheckout(const Repository& repository, const QString& loop, const QString& commit) const;

    /// Removes the worktree; the branch stays. All uncommitted work, untracked files too, is kept
    /// first: returns the name of the recovery ref, or an empty text when there was none.
    [[nodiscard]] Result<QString> remove(const Worktree& worktree, const Author& author) const;

    /// Removes the checkout of the gates, if there is one. Nothing in it is anybody's work.
    [[nodiscard]] Result<> removeCleanCheckout(const Repository& repository,
                                               const QString& loop) const;

private:
    [[nodiscard]] Result<QString> place(const Repository& repository, const QString& loop,
                                        const QString& kind) const;

    QString m_root;
};

} // namespace tamma::git
