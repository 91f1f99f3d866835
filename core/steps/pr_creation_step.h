// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/steps/fallible_step.h"

namespace tamma::steps {

/// Opens the pull request of the loop, or brings it to the newest attempt.
class PrCreationStep final : public FallibleStep {
public:
    explicit PrCreationStep(const StepServices& services);

protected:
    [[nodiscard]] Result<StepOutcome> work(const StepRun& run) override;
};

} // namespace tamma::steps
