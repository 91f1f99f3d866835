// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/steps/fallible_step.h"

namespace tamma::steps {

/// Asks the provider whether the issue can be worked on as it is. When it is ambiguous, has
/// questions and scores at least the setting "askAbove" (60 if not set), a person is asked; with
/// the answer the step is done.
class AmbiguityCheckStep final : public FallibleStep {
public:
    explicit AmbiguityCheckStep(const StepServices& services);

protected:
    [[nodiscard]] Result<StepOutcome> work(const StepRun& run) override;
};

} // namespace tamma::steps
