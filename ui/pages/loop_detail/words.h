// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/events/ids.h"

#include <QString>

// How the loop page says things. Engine words that it does not know are shown as they are.
namespace tamma::ui {

/// `name` as the plan has it, or a readable form of the id: "CODE_GENERATION" -> "Code generation".
[[nodiscard]] QString stepTitle(const StepId& step, const QString& name);

/// "Completed", "Interrupted", "Limit reached"...
[[nodiscard]] QString sessionOutcome(const QString& outcome);

} // namespace tamma::ui
