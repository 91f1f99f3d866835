// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflow/approval_time.h"

namespace tamma::workflow {

using namespace Qt::StringLiterals;

Timestamp approvalDueAt(const LoopState& state)
{
    return state.openApproval && state.openApproval->dueAfterMs > 0
        ? state.askedAt + std::chrono::milliseconds(state.openApproval->dueAfterMs)
        : Timestamp{};
}

Timestamp approvalReminderAt(const LoopState& state)
{
    if (!state.openApproval || state.escalated) {
        return {};
    }
    const Timestamp due = approvalDueAt(state);
    return due == Timestamp{} || state.warned ? due : state.askedAt + (due - state.askedAt) / 4 * 3;
}

events::Payload approvalReminder(const LoopState& state, Timestamp now)
{
    const events::ApprovalRequested& request = *state.openApproval;
    if (now < approvalDueAt(state)) {
        return events::ApprovalDueSoon{request.approvalId, request.loopId};
    }
    return events::ApprovalEscalated{request.approvalId, request.loopId, request.escalateTo,
                                     u"overdue"_s};
}

} // namespace tamma::workflow
