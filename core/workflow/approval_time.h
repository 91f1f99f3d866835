// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workflow/loop_state.h"

namespace tamma::workflow {

/// Returns when the open approval of a loop is overdue; zero when it never is.
[[nodiscard]] Timestamp approvalDueAt(const LoopState& state);

/// Returns when the record next says something about the time of the open approval: a warning when
/// three quarters are over, an escalation at the end. Zero when all is said, and for those that are
/// never due.
[[nodiscard]] Timestamp approvalReminderAt(const LoopState& state);

/// Returns what the record says then: ApprovalDueSoon, or ApprovalEscalated when there is no time
/// left. Needs an open approval.
[[nodiscard]] events::Payload approvalReminder(const LoopState& state, Timestamp now);

} // namespace tamma::workflow
