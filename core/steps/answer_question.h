// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/steps/step_services.h"
#include "core/workflow/loop_state.h"

namespace tamma::steps {

/// What an agent said to a question, and what it took.
struct QuestionAnswer {
    Result<QString> text;
    QList<events::Payload> session = {}; ///< Begin and end of its work, for the record; nothing
                                         ///< when it did not end.
};

/// Has the provider of the loop answer a question about its change, in plain words. It reads the
/// worktree of the loop and changes nothing.
///
/// Errors   In `text`: how the session failed, CANCELLED on a stop request; the git codes.
/// Threads  Any; blocks until the agent answered. Meant for a loop that waits for a person: its
///          worktree rests then. One question about a loop at a time.
[[nodiscard]] QuestionAnswer answerQuestion(const StepServices& services,
                                            const workflow::LoopState& state,
                                            const QString& question, std::stop_token stop = {});

} // namespace tamma::steps
