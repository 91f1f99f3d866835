// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/events/ids.h"

#include <QList>
#include <QMap>
#include <QString>

namespace tamma::events {

/// One step of a resolved plan. Its settings were fixed when the loop began; later changes of any
/// configuration do not reach a loop that runs.
struct PlannedStep {
    StepId id;
    QString name;
    QMap<QString, QString> settings; ///< Open: "provider", "command", "timeoutSeconds", ...

    friend bool operator==(const PlannedStep&, const PlannedStep&) = default;
};

/// The first event of every loop: everything that it will need to run the same way later.
struct LoopStarted {
    LoopId loopId;
    IssueId issueId;
    QString workflow; ///< "standard-14-step"
    QString mode; ///< "dev" or "business".
    QString repository; ///< Absolute path of the user's repository.
    QString baseBranch;
    QString baseCommit; ///< Full hash: where the loop's branch begins.
    QString provider; ///< ProviderId text, or "playback:NAME" for a named recording.
    QString requestedBy;
    QList<PlannedStep> plan;
    int priority = 0; ///< A loop with a larger number runs before one with a smaller.
    double budgetUsd = 0; ///< What its agents may cost before a person is asked; 0: no limit.

    friend bool operator==(const LoopStarted&, const LoopStarted&) = default;
};

/// Written before the effect of a step, with a guard: whoever wrote it owns the step.
struct StepStarted {
    LoopId loopId;
    StepId stepId;
    QString stepName;
    int attempt = 1; ///< Counts from 1 for each step within the loop.
    qint64 leaseGeneration = 0; ///< Of the lease under which it runs.

    friend bool operator==(const StepStarted&, const StepStarted&) = default;
};

/// A step ended well, or had nothing to do and says why.
struct StepCompleted {
    LoopId loopId;
    StepId stepId;
    int attempt = 1;
    bool skipped = false; ///< True: nothing was done, and `summary` says why.
    QString summary; ///< One English sentence.

    friend bool operator==(const StepCompleted&, const StepCompleted&) = default;
};

/// A step could not end well. What happens next is the decider's business.
struct StepFailed {
    LoopId loopId;
    StepId stepId;
    int attempt = 1;
    QString errorCode;
    QString detail;
    bool retryable = false;
    qint64 retryAfterMs = 0; ///< A retry waits this long, counted from this event.

    friend bool operator==(const StepFailed&, const StepFailed&) = default;
};

/// A step cannot go on before something else happened; the same start is resumed then. It is not a
/// failure, and no try is used up.
struct StepWaiting {
    LoopId loopId;
    StepId stepId;
    int attempt = 1;
    QString waitsFor; ///< "accountLimit", "ci", "timer", or "land": others merge first.
    QString detail; ///< One English sentence.
    qint64 retryAfterMs = 0; ///< When to look again, counted from this event.

    friend bool operator==(const StepWaiting&, const StepWaiting&) = default;
};

/// A person wants a step to be done again: the loop goes back to it with fresh tries.
struct StepRerunRequested {
    LoopId loopId;
    StepId stepId;
    QString by;
    QString hint; ///< Goes to the agent; may be empty.

    friend bool operator==(const StepRerunRequested&, const StepRerunRequested&) = default;
};

/// The loop tries the issue of another one in a different way. It took over what that one had found
/// out before a step, and begins there: the events directly before this one say what.
struct LoopForked {
    LoopId loopId; ///< The new one.
    QString fromLoop; ///< No LoopId: the event is not about that loop.
    StepId stepId; ///< The first step that it does itself, after its own branch was made.
    QString by;
    QString hint; ///< Goes to the agent; may be empty.
    QStringList authors; ///< Those of the loop whose findings it took over.

    friend bool operator==(const LoopForked&, const LoopForked&) = default;
};

/// The loop reached the end of its plan.
struct LoopCompleted {
    LoopId loopId;
    QString summary;

    friend bool operator==(const LoopCompleted&, const LoopCompleted&) = default;
};

/// The loop gave up for good.
struct LoopFailed {
    LoopId loopId;
    StepId stepId;
    QString errorCode;
    QString detail;

    friend bool operator==(const LoopFailed&, const LoopFailed&) = default;
};

/// A person put the loop aside: nothing of it runs until it is resumed.
struct LoopPaused {
    LoopId loopId;
    QString by;
    QString reason;

    friend bool operator==(const LoopPaused&, const LoopPaused&) = default;
};

/// The loop goes on where it was.
struct LoopResumed {
    LoopId loopId;
    QString by;

    friend bool operator==(const LoopResumed&, const LoopResumed&) = default;
};

/// The loop runs before others with a smaller number.
struct LoopPrioritized {
    LoopId loopId;
    int priority = 0;
    QString by;

    friend bool operator==(const LoopPrioritized&, const LoopPrioritized&) = default;
};

/// A person stopped the loop for good.
struct LoopCancelled {
    LoopId loopId;
    QString by;
    QString reason;

    friend bool operator==(const LoopCancelled&, const LoopCancelled&) = default;
};

} // namespace tamma::events
