// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/steps/step_services.h"
#include "core/workflow/loop_state.h"

namespace tamma::steps {

/// Has the provider of the loop answer a question about its change, in plain words. It reads the
/// worktree of the loop and changes nothing.
///
/// Errors   How the session failed; the git codes.
/// Threads  Any; blocks until the agent answered. Meant for a loop that waits for a person: its
///          worktree rests then.
[[nodiscard]] Result<QString> answerQuestion(const StepServices& services,
                                             const workflow::LoopState& state,
                                             const QString& question, std::stop_token stop = {});

} // namespace tamma::steps
