// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/steps/fallible_step.h"

namespace tamma::steps {

/// Gathers what of the repository matters for the issue, at the base commit of the loop. Setting
/// "budget": tokens, 12,000 if not set.
class ContextGatheringStep final : public FallibleStep {
public:
    explicit ContextGatheringStep(const StepServices& services);

protected:
    [[nodiscard]] Result<StepOutcome> work(const StepRun& run) override;
};

} // namespace tamma::steps
