// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/events/catalog.h"

#include <QHash>

#include <array>

namespace tamma::events::catalog {

namespace {

struct Entry {
    const char* name;
    int version;
};

// One line for each alternative of Payload, in its order. Names are frozen for ever.
constexpr std::array ENTRIES{
    Entry{"", 1}, // OpaquePayload carries its own name.
    Entry{"ISSUE.CREATED.SUCCESS", 1},
    Entry{"ISSUE.EDITED.SUCCESS", 1},
    Entry{"ISSUE.LABELLED.SUCCESS", 1},
    Entry{"ISSUE.COMMENTED.SUCCESS", 1},
    Entry{"ISSUE.CLOSED.SUCCESS", 1},
    Entry{"ISSUE.ASSIGNED.SUCCESS", 1},
    Entry{"WORKFLOW.STARTED", 1},
    Entry{"WORKFLOW.STEP_STARTED", 1},
    Entry{"WORKFLOW.STEP_COMPLETED", 1},
    Entry{"WORKFLOW.STEP_FAILED", 1},
    Entry{"WORKFLOW.STEP_WAITING", 1},
    Entry{"WORKFLOW.RERUN_REQUESTED", 1},
    Entry{"WORKFLOW.FORKED", 1},
    Entry{"WORKFLOW.COMPLETED", 1},
    Entry{"WORKFLOW.FAILED", 1},
    Entry{"WORKFLOW.PAUSED", 1},
    Entry{"WORKFLOW.RESUMED", 1},
    Entry{"WORKFLOW.PRIORITIZED", 1},
    Entry{"WORKFLOW.CANCELLED", 1},
    Entry{"CONTEXT.GATHERED.SUCCESS", 1},
    Entry{"RESEARCH.COMPLETED.SUCCESS", 1},
    Entry{"AMBIGUITY.CHECKED.SUCCESS", 1},
    Entry{"AGENT.SESSION_STARTED", 1},
    Entry{"AGENT.TRANSCRIPT_APPENDED", 1},
    Entry{"AGENT.SESSION_ENDED", 1},
    Entry{"CODE.GENERATED.SUCCESS", 1},
    Entry{"WORK.RESTORED", 1},
    Entry{"WORK.RESTORE_UNDONE", 1},
    Entry{"GATE.PASSED", 1},
    Entry{"GATE.FAILED", 1},
    Entry{"GATE.LOG_APPENDED", 1},
    Entry{"APPROVAL.REQUESTED", 1},
    Entry{"APPROVAL.GRANTED", 1},
    Entry{"APPROVAL.REJECTED", 1},
    Entry{"APPROVAL.QUESTION_ASKED", 1},
    Entry{"APPROVAL.QUESTION_ANSWERED", 1},
    Entry{"APPROVAL.VOIDED", 1},
    Entry{"APPROVAL.SNOOZED", 1},
    Entry{"APPROVAL.SNOOZE_ENDED", 1},
    Entry{"APPROVAL.DELEGATED", 1},
    Entry{"APPROVAL.DUE_SOON", 1},
    Entry{"APPROVAL.ESCALATED", 1},
    Entry{"PR.CREATED.SUCCESS", 1},
    Entry{"PR.UPDATED.SUCCESS", 1},
    Entry{"PR.MERGED.SUCCESS", 1},
    Entry{"DEPLOYMENT.COMPLETED", 1},
    Entry{"PERSON.ERASED", 1},
};
static_assert(ENTRIES.size() == std::variant_size_v<PayloadVariant>);

template <size_t... I> QHash<QString, Payload> emptyPayloads(std::index_sequence<I...>)
{
    QHash<QString, Payload> byName{
        {QLatin1StringView(ENTRIES[I].name), Payload(std::in_place_index<I>)}...};
    byName.remove(QString());
    return byName;
}

} // namespace

QString typeName(const Payload& payload)
{
    if (const auto* opaque = std::get_if<OpaquePayload>(&payload)) {
        return opaque->type;
    }
    return QLatin1StringView(ENTRIES[payload.index()].name);
}

int version(const Payload& payload)
{
    if (const auto* opaque = std::get_if<OpaquePayload>(&payload)) {
        return opaque->version;
    }
    return ENTRIES[payload.index()].version;
}

QStringList allTypes()
{
    QStringList names;
    for (const Entry& entry : ENTRIES) {
        if (*entry.name != '\0') {
            names.append(QLatin1StringView(entry.name));
        }
    }
    return names;
}

Payload emptyPayload(const QString& type)
{
    static const auto empty
        = emptyPayloads(std::make_index_sequence<std::variant_size_v<PayloadVariant>>());
    const auto known = empty.constFind(type);
    return known == empty.constEnd() ? Payload(OpaquePayload{type}) : *known;
}

} // namespace tamma::events::catalog
