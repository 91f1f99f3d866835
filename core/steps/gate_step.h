// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/steps/fallible_step.h"

namespace tamma::steps {

/// Has a gate judge the newest attempt: the steps BUILD_VALIDATION, TEST_VALIDATION, SECURITY_SCAN
/// and CI_CHECK differ in their gate alone. A gate that has nothing to do is skipped with its
/// reason.
///
/// Errors   GATE_FAILED: the gate judged and the verdict is no. NOT_FOUND: nobody provides the gate
///          or there is no attempt. Else why the gate could not work.
class GateStep final : public FallibleStep {
public:
    GateStep(StepId id, GateId gate, const StepServices& services);

protected:
    [[nodiscard]] Result<StepOutcome> work(const StepRun& run) override;

private:
    GateId m_gate;
};

/// Has `gate` judge `commit` with the settings of the planned step `step`.
///
/// Errors   NOT_FOUND when nobody provides the gate; those of Gate::check.
[[nodiscard]] Result<gates::GateOutcome> judge(const StepServices& services, const StepRun& run,
                                               const GateId& gate, gates::GateRequest request);

} // namespace tamma::steps
