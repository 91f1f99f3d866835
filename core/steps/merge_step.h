// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/steps/fallible_step.h"

namespace tamma::steps {

/// Merges the change, if what was approved is still what is there: commit, base, diff and verdicts
/// are compared once more directly before. When the base branch moved meanwhile, the gates judge
/// the very merge commit that will be its new tip; only that one gets in. A merge that was done but
/// not recorded is found.
///
/// Errors   EVIDENCE_CHANGED: somebody changed the branch; it has to be approved anew. GATE_FAILED,
///          MERGE_CONFLICT: it does not fit to the base branch of today; the approval is void, and
///          the agent has to mend it. CHECKOUT_DIRTY and the other git codes.
class MergeStep final : public FallibleStep {
public:
    explicit MergeStep(const StepServices& services);

protected:
    [[nodiscard]] Result<StepOutcome> work(const StepRun& run) override;

private:
    [[nodiscard]] Result<StepOutcome> land(const StepRun& run, platforms::MergeRequest& request);
    [[nodiscard]] Result<StepOutcome> merge(const platforms::MergeRequest& request);
};

} // namespace tamma::steps
