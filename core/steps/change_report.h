// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workflow/loop_state.h"

#include <QString>
#include <QStringList>

namespace tamma::steps {

/// Returns what was checked, one plain sentence a gate, in the order of the plan; skipped ones too.
[[nodiscard]] QStringList checksOf(const workflow::LoopState& state);

/// Returns the description of a pull request: Markdown for developers.
[[nodiscard]] QString pullRequestText(const workflow::LoopState& state, int issueNumber);

/// Returns what somebody who decides about the change has to know, without reading code.
[[nodiscard]] QString decisionText(const workflow::LoopState& state);

} // namespace tamma::steps
