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

    friend bool operator==(const LoopStarted&, const LoopStarted&) = default;
};

/// Written before the effect of a step, with a guard: whoever wrote it owns the step.
struct StepStarted {
    LoopId loopId;
    StepId stepId;
    QString stepName;
    int attempt = 1; ///< Counts from 1 for each step within the loop.

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

    friend bool operator==(const StepFailed&, const StepFailed&) = default;
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

/// A person stopped the loop.
struct LoopCancelled {
    LoopId loopId;
    QString by;
    QString reason;

    friend bool operator==(const LoopCancelled&, const LoopCancelled&) = default;
};

} // namespace tamma::events
