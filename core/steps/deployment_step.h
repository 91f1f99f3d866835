// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/steps/fallible_step.h"

namespace tamma::steps {

/// Runs the deploy command of the project (setting "command") on a clean checkout of the merged
/// commit, in the sandbox, as the gate "ci" runs commands; without a command it is skipped.
///
/// Errors   DEPLOYMENT_FAILED: the command failed or ran out of time. The change stays merged.
class DeploymentStep final : public FallibleStep {
public:
    explicit DeploymentStep(const StepServices& services);

protected:
    [[nodiscard]] Result<StepOutcome> work(const StepRun& run) override;
};

} // namespace tamma::steps
