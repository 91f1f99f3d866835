// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/steps/fallible_step.h"

namespace tamma::steps {

/// Merges the change, if what was approved is still what is there: commit, base, diff and verdicts
/// are compared once more directly before. A merge that was done but not recorded is found.
///
/// Errors   EVIDENCE_CHANGED: somebody changed the branch or its base; it has to be approved anew.
///          MERGE_CONFLICT, CHECKOUT_DIRTY and the other git codes.
class MergeStep final : public FallibleStep {
public:
    explicit MergeStep(const StepServices& services);

protected:
    [[nodiscard]] Result<StepOutcome> work(const StepRun& run) override;
};

} // namespace tamma::steps
