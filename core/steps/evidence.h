// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/events/payloads/approval.h"
#include "core/steps/step_services.h"
#include "core/workflow/loop_state.h"

namespace tamma::steps {

/// Returns what an approval given now would be bound to, read from the repository and not from the
/// record: the commit that the branch is on, the base, the digest of the change between them, and
/// the verdicts on that commit.
///
/// Errors   EVIDENCE_CHANGED: the branch is not on the commit that the gates judged. The git codes.
[[nodiscard]] Result<events::Evidence> presentEvidence(const workflow::LoopState& state);

/// Says in words that the base branch and the change do not fit together in `paths`.
[[nodiscard]] QString conflictText(const workflow::LoopState& state, const QString& paths);

/// Says in words where two pieces of evidence differ; empty when they are equal.
[[nodiscard]] QString difference(const events::Evidence& approved, const events::Evidence& present);

} // namespace tamma::steps
