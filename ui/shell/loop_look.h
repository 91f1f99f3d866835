// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/readmodels/approvals.h"
#include "core/readmodels/loops.h"
#include "ui/widgets/step_bar.h"

namespace tamma::ui {

// How loops and approvals look: the bridge from the core's states to the screen's.

[[nodiscard]] Status statusOf(workflow::LoopStatus status);
[[nodiscard]] Status statusOf(workflow::StepStatus status);
[[nodiscard]] Status statusOf(const readmodels::Approval& approval);
[[nodiscard]] Status statusOf(const events::Verdict& verdict);

/// The cells of a loop's step bar. The step that a person is asked about is marked as such.
[[nodiscard]] QList<StepBarCell> stepBarOf(const readmodels::LoopRow& loop);

/// The pill of work that is played from a recording.
[[nodiscard]] StatusLook recordedLook(const ColourTokens& colours);

} // namespace tamma::ui
