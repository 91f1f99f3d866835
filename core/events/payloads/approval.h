// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/events/ids.h"

#include <QList>
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
    QString escalateTo; ///< Who is told when it is overdue, or at once when it breaks others; may
                        ///< be empty.
    bool routine = false; ///< Nothing but the rule that a person decides asks for one.

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

/// What a person wants changed at one line.
struct LineComment {
    QString file; ///< Of the new version, relative to the repository.
    int line = 0; ///< From 1 in that version.
    QString quote; ///< The line, as it was.
    QString text;

    friend bool operator==(const LineComment&, const LineComment&) = default;
};

/// The change was sent back; reason and comments go to the agent. For an escalation: the loop is
/// given up.
struct ApprovalRejected {
    ApprovalId approvalId;
    LoopId loopId;
    QString by;
    QString reason; ///< May be empty when there are comments.
    QList<LineComment> comments = {}; ///< In the order in which they were written.

    friend bool operator==(const ApprovalRejected&, const ApprovalRejected&) = default;
};

/// The decider asked before deciding; the request stays open.
struct ApprovalQuestionAsked {
    ApprovalId approvalId;
    LoopId loopId;
    QString by;
    QString text;
    QString questionId = {}; ///< Names it among the questions about the request.

    friend bool operator==(const ApprovalQuestionAsked&, const ApprovalQuestionAsked&) = default;
};

/// What the agent answered to a question about the request.
struct ApprovalQuestionAnswered {
    ApprovalId approvalId;
    LoopId loopId;
    QString provider;
    QString text;
    QString questionId = {};

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

/// A person put the request aside for themself. It comes back by itself, and is due when it was.
struct ApprovalSnoozed {
    ApprovalId approvalId;
    LoopId loopId;
    QString by;
    qint64 forMs = 0; ///< Counted from this event.

    friend bool operator==(const ApprovalSnoozed&, const ApprovalSnoozed&) = default;
};

/// A person took the request up again before its time.
struct ApprovalSnoozeEnded {
    ApprovalId approvalId;
    LoopId loopId;
    QString by;

    friend bool operator==(const ApprovalSnoozeEnded&, const ApprovalSnoozeEnded&) = default;
};

/// A person handed the request to another. It says who is expected to decide; it gives nobody a
/// right to, and takes it from nobody.
struct ApprovalDelegated {
    ApprovalId approvalId;
    LoopId loopId;
    QString by;
    QString to;
    QString reason;

    friend bool operator==(const ApprovalDelegated&, const ApprovalDelegated&) = default;
};

/// Most of the time for the request is over: once for each request.
struct ApprovalDueSoon {
    ApprovalId approvalId;
    LoopId loopId;

    friend bool operator==(const ApprovalDueSoon&, const ApprovalDueSoon&) = default;
};

/// The request needs attention beyond those who were asked: once for each request.
struct ApprovalEscalated {
    ApprovalId approvalId;
    LoopId loopId;
    QString to; ///< Empty when the project names nobody.
    QString because; ///< "overdue" or "breaking".

    friend bool operator==(const ApprovalEscalated&, const ApprovalEscalated&) = default;
};

} // namespace tamma::events
