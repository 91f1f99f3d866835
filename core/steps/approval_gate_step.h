// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/steps/fallible_step.h"

namespace tamma::steps {

/// Asks a person whether the change may be merged, and goes on only with an approval of exactly the
/// evidence that is there now. An approval of other evidence is voided and asked for anew.
class ApprovalGateStep final : public FallibleStep {
public:
    explicit ApprovalGateStep(const StepServices& services);

protected:
    void setRules(events::ApprovalRequested& request, const StepRun& run) const;
    [[nodiscard]] Result<StepOutcome> work(const StepRun& run) override;
};

} // namespace tamma::steps
