// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/steps/step.h"
#include "core/steps/step_services.h"

#include <memory>
#include <vector>

namespace tamma::steps {

/// Returns the fourteen steps of the standard workflow. `services` must outlive them.
[[nodiscard]] std::vector<std::unique_ptr<Step>> builtinSteps(const StepServices& services);

} // namespace tamma::steps
