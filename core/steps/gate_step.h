// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/steps/fallible_step.h"

namespace tamma::steps {

/// Has gates judge the newest attempt, as judgeInOrder() does: the steps BUILD_VALIDATION,
/// TEST_VALIDATION, SECURITY_SCAN and CI_CHECK differ in their gates alone. The
/// setting "gates" of the planned step names others ("test, tamper"). Gates that have nothing to do
/// are skipped with their reasons; when all are, the step is.
///
/// Errors   GATE_FAILED: a gate judged and the verdict is no. NOT_FOUND: nobody provides a gate or
///          there is no attempt. Else why a gate could not work.
class GateStep final : public FallibleStep {
public:
    GateStep(StepId id, QList<GateId> gates, const StepServices& services);

protected:
    [[nodiscard]] Result<StepOutcome> work(const StepRun& run) override;

private:
    QList<GateId> m_gates;
};

} // namespace tamma::steps
