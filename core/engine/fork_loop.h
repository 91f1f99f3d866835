// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/engine_client.h"
#include "core/readmodels/loops.h"
#include "core/workflow/loop_state.h"

namespace tamma::engine {

/// Returns the events with which a fork of `original` begins: its start, what it takes over of the
/// steps before command.stepId, and that it is a fork. The plan is the one of the original, but for
/// what the command changes; who asks for it, its id and its provider stand in `start`.
///
/// Errors   INVALID_ARGUMENT: the original has not come to that step, its change is merged, or the
///          step is one behind the pull request, which cannot be taken over.
[[nodiscard]] Result<QList<events::Payload>> forkOf(const workflow::LoopState& original,
                                                    events::LoopStarted start,
                                                    const ForkLoop& command);

/// Returns the loops that live on although another try, their fork or what they were forked from, is
/// merged: nobody has to decide about them any more.
[[nodiscard]] QList<LoopId> supersededLoops(const QList<readmodels::LoopRow>& loops);

} // namespace tamma::engine
