// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>

namespace tamma::sandbox {

/// The git folder that a linked worktree belongs to.
struct GitFolder {
    QString path; ///< Where it really is.
    QString asWritten; ///< The path by which the worktree calls it.
};

/// Follows the `.git` file of a linked worktree to the git folder of its repository. Nothing when
/// `.git` is no such file, or the folder does not point back: whoever wrote `.git` could name any
/// folder of the user there, and would get to read it.
[[nodiscard]] std::optional<GitFolder> linkedGitFolder(const QString& worktree);

} // namespace tamma::sandbox
