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
[[nodiscard]] QString answersText(const QList<events::OpenQuestion>& questions,
                                  const QStringList& answers);

/// Why the agent has to work once more, the newest last. A gate speaks with its verdict when it is
/// in `verdicts`.
[[nodiscard]] QString feedbackText(const QList<workflow::Feedback>& feedback,
                                   const QMap<GateId, events::Verdict>& verdicts = {});

/// What a gate found, for an agent that is to mend it: the summary, the findings by file, the end
/// of the log. At most about 16,000 characters; what is left out is counted.
[[nodiscard]] QString verdictText(const events::Verdict& verdict);

} // namespace tamma::steps
