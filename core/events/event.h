// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/events/ids.h"
#include "core/events/payloads/agent.h"
#include "core/events/payloads/approval.h"
#include "core/events/payloads/gate.h"
#include "core/events/payloads/intelligence.h"
#include "core/events/payloads/issue.h"
#include "core/events/payloads/loop.h"
#include "core/events/payloads/person.h"
#include "core/events/payloads/pull_request.h"
#include "core/events/payloads/work.h"
#include "core/events/tags.h"

#include <QJsonObject>

#include <variant>

namespace tamma::events {

/// An event whose type this version does not know: a plugin's, or a newer Tamma's. It passes
/// through untouched.
struct OpaquePayload {
    QString type;
    int version = 1;
    QJsonObject data;

    friend bool operator==(const OpaquePayload&, const OpaquePayload&) = default;
};

/// What happened, one alternative for each type. The text names of the types live in catalog.cpp.
using PayloadVariant = std::variant<
    OpaquePayload, IssueCreated, IssueEdited, IssueLabelled, IssueCommented, IssueClosed,
    IssueAssigned, LoopStarted, StepStarted, StepCompleted, StepFailed, StepWaiting,
    StepRerunRequested, LoopForked, LoopCompleted, LoopFailed, LoopPaused, LoopResumed,
    LoopPrioritized, LoopCancelled, ContextGathered, ResearchCompleted, AmbiguityChecked,
    AgentSessionStarted, TranscriptAppended, AgentSessionEnded, CodeGenerated, WorkRestored,
    WorkRestoreUndone, GatePassed, GateFailed, GateLogAppended, ApprovalRequested, ApprovalGranted,
    ApprovalRejected, ApprovalQuestionAsked, ApprovalQuestionAnswered, ApprovalVoided,
    ApprovalSnoozed, ApprovalSnoozeEnded, ApprovalDelegated, ApprovalDueSoon, ApprovalEscalated,
    PullRequestOpened, PullRequestUpdated, PullRequestMerged, DeploymentCompleted, PersonErased>;

/// A payload: the variant, whose copies and comparisons are compiled once, in event.cpp, instead of
/// in each of the many files that handle events.
struct Payload : PayloadVariant {
    using PayloadVariant::PayloadVariant;

    Payload();
    Payload(const Payload& other);
    Payload(Payload&& other) noexcept;
    Payload& operator=(const Payload& other);
    Payload& operator=(Payload&& other) noexcept;
    ~Payload();

    friend bool operator==(const Payload& a, const Payload& b);
    bool operator<(const Payload& other) const = delete; ///< Payloads have no order.
};

/// Who and what caused an event. Nothing in it decides anything; it explains.
struct EventMetadata {
    QString workflowVersion = QStringLiteral("1.0.0");
    QString eventSource = QStringLiteral("system"); ///< "system" or "plugin".
    QString actor; ///< The person or part of Tamma that acted.
    QString causation; ///< Id of the event that led to this one; may be empty.

    friend bool operator==(const EventMetadata&, const EventMetadata&) = default;
};

/// One thing that happened, as it is handed to the record.
struct Event {
    EventId id; ///< Made by the caller; the same id is never stored twice.
    Timestamp timestamp; ///< UTC, from the caller's Clock. Never used for order.
    Tags tags;
    EventMetadata metadata;
    Payload payload;

    friend bool operator==(const Event&, const Event&) = default;
};

/// An event with its place in the record.
struct StoredEvent {
    Position position;
    Event event;
    Timestamp recorded{}; ///< When the store took it, by the store's clock: never goes back.

    friend bool operator==(const StoredEvent&, const StoredEvent&) = default;
};

} // namespace tamma::events

// No part of an event points into itself: lists of thousands move theirs as bytes.
Q_DECLARE_TYPEINFO(tamma::events::StoredEvent, Q_RELOCATABLE_TYPE);
