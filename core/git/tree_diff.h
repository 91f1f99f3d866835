// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/git/diff.h"
#include "core/git/libgit2.h"

#include <QList>

namespace tamma::git {

/// Fills in the options that every diff of Tamma has: patience, no context, the usual size limit.
void setDiffOptions(git_diff_options& options);

/// Turns a finished diff of libgit2 into values, with line counts.
[[nodiscard]] Result<QList<ChangedFile>> changedFilesOf(git_diff* diff);

} // namespace tamma::git
