// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/git/kept_work.h"
#include "core/git/repository.h"

namespace tamma::git {

/// Branches that restoring makes by itself begin like this; only those can be taken back.
inline const QString RESTORED_BRANCHES = QStringLiteral("recovered/");

// Kept work comes back only into something new. There is no way to name a checkout of the user or
// the worktree of a loop as a target, so nothing that somebody works in can be overwritten.

/// Makes a branch on the kept commit, and touches no file. Fails with BRANCH_TAKEN when there is a
/// branch of that name (choose another), INVALID_ARGUMENT when git cannot have the name.
[[nodiscard]] Result<> restoreToBranch(const Repository& repository, const KeptWork& work,
                                       const QString& branch);

/// Takes a branch back that restoreToBranch() made. Fails with BRANCH_TAKEN when somebody committed
/// to it or checked it out, INVALID_ARGUMENT for a branch outside of RESTORED_BRANCHES; then it
/// stays. One that is gone is no error.
[[nodiscard]] Result<> takeBackBranch(const Repository& repository, const KeptWork& work,
                                      const QString& branch);

/// Writes the files into `folder`, which must not exist yet or be empty; it is there with all files
/// or as it was. No git folder is in it. Fails with INVALID_ARGUMENT (context "path") when it is
/// not an absolute path, holds something, or is inside of any checkout, the user's or a loop's;
/// FILE_WRITE_FAILED, DISK_FULL.
[[nodiscard]] Result<> restoreToFolder(const Repository& repository, const KeptWork& work,
                                       const QString& folder);

} // namespace tamma::git
