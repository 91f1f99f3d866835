// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/events/event.h"

#include <QHash>
#include <QList>
#include <QMap>

#include <optional>

namespace tamma::workflow {

/// Where a loop is in its life.
enum class LoopStatus {
    Unknown,
    Queued,
    Running,
    NeedsYou,
    Completed,
    Failed,
    Cancelled,
    Paused, ///< By a person.
    Waiting, ///< For something that is not a person: see LoopState::waitsFor.
};

/// Where one step of a loop is.
enum class StepStatus { Pending, Running, Passed, Skipped, Failed };

/// What the record says about one step.
struct StepProgress {
    StepStatus status = StepStatus::Pending;
    int starts = 0; ///< Every STEP_STARTED, interrupted ones too.
    QString summary;
    QString errorCode; ///< Of the last failure.
    QString detail;
    bool retryable = false;

    friend bool operator==(const StepProgress&, const StepProgress&) = default;
};

/// Why the agent has to work once more.
struct Feedback {
    QString source; ///< "gate:test", "person", "hint".
    QString text;

    friend bool operator==(const Feedback&, const Feedback&) = default;
};

/// Why a loop ends without its plan being done.
struct Surrender {
    StepId step;
    QString errorCode;
    QString detail;

    friend bool operator==(const Surrender&, const Surrender&) = default;
};

/// Everything that the decider and the steps need to know about one loop: a fold of its events and
/// of nothing else. Equal events give an equal state; that is what restart and time travel stand
/// on.
///
/// Shape    apply() takes the loop's events in the order of their positions; events of other loops
///          must not be given to it.
struct LoopState {
    LoopStatus status = LoopStatus::Unknown;
    events::LoopStarted start; ///< Plan, repository, base: fixed at the beginning.
    Position seenUpTo; ///< The newest event that is folded in.
    EventId newest; ///< Its id: what is done now is done because of it.
    int cursor = 0; ///< Index in the plan of the step that is running or next.
    QMap<StepId, StepProgress> steps;

    QStringList authors; ///< The people whose change it is: who asked for it or told the agent how.
    QString forkOf; ///< The loop whose findings it took over; mostly empty.
    QString branch;
    events::ContextGathered context;
    events::ResearchCompleted research;
    events::AmbiguityChecked ambiguity;
    QStringList answers; ///< What people answered to questions, oldest first.

    std::optional<events::CodeGenerated> code; ///< The newest attempt.
    QList<events::CodeGenerated> attempts; ///< All of them, oldest first.
    QList<Feedback> feedback; ///< Since the last attempt, oldest first.
    QMap<GateId, events::Verdict> verdicts; ///< Of the newest attempt only.
    QMap<GateId, int> judged; ///< How often each gate gave a verdict, over all attempts.
    int reruns = 0; ///< How often a person wanted something to be done again.
    QMap<StepId, int> failures; ///< Per step since a person last helped.
    int priority = 0;
    double spentUsd = 0; ///< By all agent sessions so far.
    double budgetUsd = 0; ///< What it may spend before a person is asked; 0: no limit.

    std::optional<events::PullRequestOpened> pullRequest;
    bool parked = false; ///< The running step waits; the same start is resumed afterwards.
    bool paused = false; ///< By a person.
    QString waitsFor; ///< "retry", or as StepWaiting says; empty when `notBefore` does not count.
    Timestamp notBefore{}; ///< The next step does not run earlier.
    qint64 waitMs = 0; ///< How long that was from the event which said so.
    std::optional<StepId> escalation; ///< The step that failed for good and needs a person's help.
    std::optional<events::ApprovalRequested> openApproval;
    QStringList grantedBy; ///< Who said yes to it so far.
    Timestamp askedAt{}; ///< When it was asked.
    bool warned = false; ///< It was said that its time ends soon.
    bool escalated = false; ///< It was said that it needs attention.
    std::optional<events::ApprovalGranted> mergeApproval; ///< The one that MERGE relies on.
    std::optional<Surrender> givenUp; ///< A person would not help.
    std::optional<events::PullRequestMerged> merged;

    void apply(const events::StoredEvent& stored);

    /// Returns the place of a step in the plan, or -1 when it is not planned.
    [[nodiscard]] int indexOf(const StepId& id) const;

    /// Returns a setting of a planned step, or an empty text.
    [[nodiscard]] QString setting(const StepId& id, const QString& key) const;

    [[nodiscard]] StepProgress progress(const StepId& id) const { return steps.value(id); }
    [[nodiscard]] bool isOver() const;

    /// Returns true while the next step must not run yet. A clock that was set back does not make
    /// the wait longer.
    [[nodiscard]] bool mustWait(Timestamp now) const;

    /// Returns true when its agents have cost as much as they may.
    [[nodiscard]] bool isBudgetSpent() const { return budgetUsd > 0 && spentUsd >= budgetUsd; }

    friend bool operator==(const LoopState&, const LoopState&) = default;
};

/// How often a gate or a step may fail before a person is asked, unless its setting "maxAttempts"
/// says otherwise: more only for what could not work at all.
inline constexpr int MAX_GATE_RETRIES = 3;

/// Returns false for what never changes a LoopState: transcripts and logs, most of a record.
[[nodiscard]] bool changesLoopState(const events::Payload& payload);

/// The types of events that LoopState needs.
[[nodiscard]] QStringList loopStateEventTypes();

} // namespace tamma::workflow
