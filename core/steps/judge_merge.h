// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/git/merge.h"
#include "core/steps/fallible_step.h"

namespace tamma::steps {

/// What the gates say to the commit that would become the tip of the base branch.
struct MergeVerdicts {
    QList<events::Payload> payloads; ///< One a gate that was asked and had something to judge.
    QString objection; ///< Of the gates that failed, a sentence each; empty when all passed.
};

/// Has every gate that passed the change judge its merge too: two changes that are fine alone may
/// not be so together. Agents and CI are not asked again. A merge that holds the same files as what
/// was judged already is not judged twice.
///
/// Errors   Those of judgeInOrder(), and the git codes.
[[nodiscard]] Result<MergeVerdicts> judgeMerge(const StepServices& services, const StepRun& run,
                                               const git::PreparedMerge& merge);

} // namespace tamma::steps
