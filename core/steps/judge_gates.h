// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/steps/fallible_step.h"

namespace tamma::steps {

/// A gate, and what it is asked: the commit, and the planned step whose settings hold.
struct AskedGate {
    GateId gate;
    gates::GateRequest request;
};

/// Has a gate judge.
///
/// Errors   NOT_FOUND when nobody provides the gate; those of Gate::check.
[[nodiscard]] Result<gates::GateOutcome> judge(const StepServices& services, const StepRun& run,
                                               AskedGate asked);

/// Has gates judge, one after another up to the first that fails. Neighbours that only read judge
/// at the same time, and each of them has its say: an agent that hears everything at once needs one
/// attempt for it. Their logs reach the listener one after another all the same.
///
/// Returns  The outcomes of the gates that were asked, in their order.
/// Errors   Those of judge().
[[nodiscard]] Result<QList<gates::GateOutcome>> judgeInOrder(const StepServices& services,
                                                             const StepRun& run,
                                                             const QList<AskedGate>& asked);

} // namespace tamma::steps
