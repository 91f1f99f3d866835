// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/platforms/git_platform.h"
#include "core/workflow/loop_state.h"

#include <QString>

namespace tamma::steps {

// How the parts of a loop read in a prompt. Each returns "(none)" when there is nothing to say, so
// that an agent sees that nothing was forgotten.

[[nodiscard]] QString issueText(const platforms::Issue& issue);
[[nodiscard]] QString researchText(const events::ResearchCompleted& research);

/// The questions that were asked with what people answered.
[[nodiscard]] QString answersText(const workflow::LoopState& state);

/// Why the agent has to work once more, the newest last.
[[nodiscard]] QString feedbackText(const QList<workflow::Feedback>& feedback);

} // namespace tamma::steps
