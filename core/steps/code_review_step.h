// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/steps/fallible_step.h"

namespace tamma::steps {

/// Has a provider review the change (setting "provider" of the step may name another one than the
/// author). A finding counts only when its file is part of the change and has that line; findings
/// of severity high and critical fail the gate "review".
class CodeReviewStep final : public FallibleStep {
public:
    explicit CodeReviewStep(const StepServices& services);

protected:
    [[nodiscard]] Result<StepOutcome> work(const StepRun& run) override;
};

} // namespace tamma::steps
