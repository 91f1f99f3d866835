// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/git/libgit2.h"

#include <QList>
#include <QString>
#include <QStringList>

namespace tamma::git {

/// Returns the tracked files of a checkout that differ from HEAD, staged or not. Submodules do not
/// count: like git, a merge leaves them alone.
[[nodiscard]] Result<QStringList> checkoutChanges(git_repository* handle);

/// A folder in which people see the files of a branch: the main checkout or a linked worktree.
struct Checkout {
    QString root;
    RepositoryHandle handle;
};

/// Returns every checkout, of all that share the repository, that has `branch` checked out (or is
/// in the middle of rebasing it). Those whose folder is gone do not count.
[[nodiscard]] Result<QList<std::shared_ptr<Checkout>>> checkoutsOf(git_repository* handle,
                                                                   const QString& branch);

/// Answers whether the files of `checkout` could be brought from HEAD to `target` without losing
/// anything. Fails with CHECKOUT_DIRTY and the paths in the way.
[[nodiscard]] Result<> canBringForward(const Checkout& checkout, const git_commit* target);

/// Waits until no git works on the index. The files are written before it: whoever finds its lock
/// then leaves them half done. Fails with GIT_FAILED (retryable) after LOCK_PATIENCE.
[[nodiscard]] Result<> waitForIndex(const Checkout& checkout);

/// Brings the files from `before` to `target` and never overwrites what differs from both. Fails
/// with CHECKOUT_DIRTY, and then nothing was written; after another failure see takeBack().
[[nodiscard]] Result<> bringForward(const Checkout& checkout, const git_commit* before,
                                    const git_commit* target);

/// Undoes what a bringForward() that failed has written, as far as it can: files that are exactly
/// those of `target` become those of `before` again; what somebody changed since stays.
void takeBack(const Checkout& checkout, const git_commit* before, const git_commit* target);

/// The same when a killed bringForward() may have written some of the files already.
[[nodiscard]] Result<> finishBringingForward(const Checkout& checkout, const git_commit* before,
                                             const git_commit* target);

/// Answers whether a checkout still shows `before`, though HEAD says otherwise: Tamma was killed
/// after it moved the branch.
[[nodiscard]] Result<bool> stillShows(const Checkout& checkout, const git_commit* before);

} // namespace tamma::git
