// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/events/ids.h"

#include <QString>

// How the loop page says things. Engine words that it does not know are shown as they are.
namespace tamma::ui {

/// "Tests" for the gate "test"; "Security scan" for "security".
[[nodiscard]] QString gateTitle(const GateId& gate);

/// `name` as the plan has it, or a readable form of the id: "CODE_GENERATION" -> "Code generation".
[[nodiscard]] QString stepTitle(const StepId& step, const QString& name);

/// "Completed", "Interrupted", "Limit reached"...
[[nodiscard]] QString sessionOutcome(const QString& outcome);

/// "850 ms", "12.4 s", "3 min 5 s", "2 h 10 min".
[[nodiscard]] QString duration(qint64 ms);

/// "950 tokens", "41.3k tokens".
[[nodiscard]] QString tokens(qint64 count);

/// "$0.38".
[[nodiscard]] QString cost(double usd);

/// The time of day here: "14:03:22".
[[nodiscard]] QString timeOfDay(Timestamp moment);

} // namespace tamma::ui
