// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/events/ids.h"

#include <QString>
#include <QStringList>

namespace tamma::events {

/// What an approval is bound to. If any of it differs at the time of the merge, the approval is
/// void.
struct Evidence {
    QString commit;
    QString baseCommit;
    QString diffDigest; ///< SHA-256 of the diff base..commit, in hex.
    QStringList verdicts; ///< "gate:commit:logHash" of every verdict that counted.

    friend bool operator==(const Evidence&, const Evidence&) = default;
};

/// A person is asked. The loop holds no thread until the answer is in the record.
struct ApprovalRequested {
    ApprovalId approvalId;
    LoopId loopId;
    StepId stepId;
    QString kind; ///< "merge", "escalation" or "clarification".
    QString question; ///< One plain sentence.
    QString summary; ///< Plain language: what changes, and what was checked.
    QStringList reasons; ///< Why a person is needed.
    bool breaking = false;
    Evidence evidence; ///< Empty for kinds that approve no change.
    int quorum = 1; ///< How many different people must say yes.
    QStringList mayNotDecide; ///< Names of those who asked for the change: four eyes.
    qint64 dueAfterMs = 0; ///< When it is overdue, counted from this event; 0: never. Nothing is
                           ///< ever approved by time.

    friend bool operator==(const ApprovalRequested&, const ApprovalRequested&) = default;
};

/// A person said yes to the request.
struct ApprovalGranted {
    ApprovalId approvalId;
    LoopId loopId;
    QString by;
    QString note; ///< For a clarification: the answer. For an escalation: a hint.
    Evidence evidence; ///< What the person saw.

    friend bool operator==(const ApprovalGranted&, const ApprovalGranted&) = default;
};

/// The change was sent back; the reason goes to the agent. For an escalation: the loop is given up.
struct ApprovalRejected {
    ApprovalId approvalId;
    LoopId loopId;
    QString by;
    QString reason;

    friend bool operator==(const ApprovalRejected&, const ApprovalRejected&) = default;
};

/// The decider asked before deciding; the request stays open.
struct ApprovalQuestionAsked {
    ApprovalId approvalId;
    LoopId loopId;
    QString by;
    QString text;

    friend bool operator==(const ApprovalQuestionAsked&, const ApprovalQuestionAsked&) = default;
};

/// What the agent answered to a question about the request.
struct ApprovalQuestionAnswered {
    ApprovalId approvalId;
    LoopId loopId;
    QString provider;
    QString text;

    friend bool operator==(const ApprovalQuestionAnswered&, const ApprovalQuestionAnswered&)
        = default;
};

/// The evidence changed after the request or the decision; a new request follows.
struct ApprovalVoided {
    ApprovalId approvalId;
    LoopId loopId;
    QString reason;

    friend bool operator==(const ApprovalVoided&, const ApprovalVoided&) = default;
};

} // namespace tamma::events
