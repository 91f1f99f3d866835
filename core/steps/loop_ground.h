// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/git/diff.h"
#include "core/steps/step_services.h"
#include "core/workflow/loop_state.h"

#include <QList>

namespace tamma::steps {

/// The commits of Tamma carry this name: the person who asked for the loop did not write them.
[[nodiscard]] git::Author tammaAuthor(const Clock& clock);

/// Returns the worktree of a loop; one that was deleted is made anew from the branch of the loop.
/// Fails with the git codes, and with INVALID_ARGUMENT when the loop has no branch yet.
[[nodiscard]] Result<git::Worktree> worktreeOf(const StepServices& services,
                                               const workflow::LoopState& state);

/// Returns the commit that the record knows last: the newest attempt, or the base.
[[nodiscard]] QString lastCommit(const workflow::LoopState& state);

/// Returns the newest commit that both the work and the base branch have. Once the work is merged
/// that is the work itself.
[[nodiscard]] Result<QString> presentBase(const git::Repository& repository,
                                          const workflow::LoopState& state);

/// Returns what people answered to questions of this loop, and of the one that it is a fork of,
/// oldest first. It is looked up and not copied: words of people stand in one place only.
[[nodiscard]] Result<QStringList> answersFor(const StepServices& services,
                                             const workflow::LoopState& state);

/// Returns every changed file of the newest attempt with both texts; none when there is no attempt.
[[nodiscard]] Result<QList<git::FileDiff>> changeOf(const workflow::LoopState& state);

} // namespace tamma::steps
