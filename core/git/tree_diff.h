// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/git/libgit2.h"

namespace tamma::git {

/// Fills in the options that every diff of Tamma has: patience, no context, and no attribute that
/// calls a text binary.
void setDiffOptions(git_diff_options& options);

} // namespace tamma::git
