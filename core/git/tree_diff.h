// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/git/libgit2.h"

namespace tamma::git {

/// Fills in the options that every diff of Tamma has: patience, no context, and no attribute that
/// calls a text binary.
void setDiffOptions(git_diff_options& options);

/// Returns the paths that differ between two trees, as git has them; a rename is two.
[[nodiscard]] Result<QList<QByteArray>> changedPaths(git_repository* handle, git_tree* from,
                                                     git_tree* to);

/// Fails with FILTER_UNSUPPORTED when one of `paths` passes, on its way into git or out of it,
/// through what only git's own programs can do: a filter that is configured (git-crypt, LFS), or
/// another encoding (gitattributes(5)). libgit2 would store and write the bytes as they are.
[[nodiscard]] Result<> requireNoFilters(git_repository* handle, const QList<QByteArray>& paths);

} // namespace tamma::git
