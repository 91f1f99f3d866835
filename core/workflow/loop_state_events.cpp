// SPDX-License-Identifier: GPL-3.0-or-later
// Which events a LoopState is a fold of.
#include "core/events/catalog.h"
#include "core/workflow/loop_state.h"

namespace tamma::workflow {

using namespace events;

bool changesLoopState(const Payload& payload)
{
    return !std::holds_alternative<TranscriptAppended>(payload)
        && !std::holds_alternative<GateLogAppended>(payload)
        && !std::holds_alternative<AgentSessionStarted>(payload)
        && !std::holds_alternative<WorkRestored>(payload)
        && !std::holds_alternative<WorkRestoreUndone>(payload)
        && !std::holds_alternative<ApprovalSnoozed>(payload)
        && !std::holds_alternative<ApprovalSnoozeEnded>(payload)
        && !std::holds_alternative<ApprovalDelegated>(payload);
}

QStringList loopStateEventTypes()
{
    QStringList types = catalog::allTypes();
    types.removeIf(
        [](const QString& type) { return !changesLoopState(catalog::emptyPayload(type)); });
    return types;
}

} // namespace tamma::workflow
