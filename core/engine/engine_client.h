// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/engine/record_client.h"
#include "core/engine/recovery_client.h"
#include "core/events/event_query.h"
#include "core/git/diff.h"
#include "core/readmodels/approvals.h"
#include "core/readmodels/issues.h"
#include "core/readmodels/loops.h"

#include <QFuture>
#include <QList>
#include <QString>
#include <QStringList>

#include <variant>

namespace tamma::engine {

/// Writes an issue down for the repository.
struct CreateIssue {
    QString repository; ///< Any folder inside a git repository.
    QString title;
    QString body;
    QStringList labels;
};
/// Replaces title and body of an issue.
struct EditIssue {
    IssueId issueId;
    QString title;
    QString body;
};
/// Replaces the labels of an issue.
struct LabelIssue {
    IssueId issueId;
    QStringList labels; ///< All of them; they replace the old ones.
};
/// Writes under an issue.
struct CommentIssue {
    IssueId issueId;
    QString text;
};
/// Starts a loop for an issue with one provider.
struct StartLoop {
    IssueId issueId;
    QString provider; ///< Empty: the default of the settings.
    QString recording; ///< For playback: a built-in name or the path of a recording.
    int priority = 0; ///< A loop with a larger number runs before one with a smaller.
    double budgetUsd = 0; ///< What it may cost before a person is asked; 0: no limit.
};
/// Tries the issue of a loop in another way, beside it: a second loop takes over what the first one
/// found out before a step, and goes on from there on a branch of its own.
struct ForkLoop {
    LoopId loopId;
    StepId stepId; ///< The first step that is done anew; up to the pull request.
    QString provider; ///< Empty: that of the loop.
    QString recording; ///< For playback, as in StartLoop.
    QString model; ///< Of all agents; empty: that of the loop.
    QString hint; ///< Goes to the agent; may be empty.
};
/// Puts a loop aside: nothing of it is begun until it is resumed. An agent that works now works on
/// to its end, and what it did is taken up then.
struct PauseLoop {
    LoopId loopId;
    QString reason;
};
/// Lets a paused loop go on, and one that waits for a time go on now.
struct ResumeLoop {
    LoopId loopId;
};
/// Has a loop go back to a step and do it again from there, with fresh tries. What it asked is no
/// longer to be decided. Once the change is merged only the steps after the merge can be run again.
struct RerunStep {
    LoopId loopId;
    StepId stepId;
    QString hint; ///< Goes to the agent; may be empty.
};
/// Changes the place of a loop in the queue.
struct PrioritizeLoop {
    LoopId loopId;
    int priority = 0;
};
/// Stops a loop; its work is kept.
struct CancelLoop {
    LoopId loopId;
    QString reason;
};
/// Answers a request with yes or no; the loop goes on from there.
struct DecideApproval {
    ApprovalId approvalId;
    bool granted = false;
    QString note; ///< When a change is sent back: what goes to the agent.
    QList<events::LineComment> comments = {}; ///< Only when a change is sent back; one or the other
                                              ///< is needed. The engine quotes the lines.
};
/// Puts a question to the agent; the request stays open.
struct AskAboutApproval {
    ApprovalId approvalId;
    QString question;
};
/// Puts a request aside for the one who asks; it comes back by itself, and is due when it was.
struct SnoozeApproval {
    ApprovalId approvalId;
    std::chrono::milliseconds duration{};
};
/// Takes up again what was put aside.
struct EndSnooze {
    ApprovalId approvalId;
};
/// Hands a request to another person, or takes it (to oneself). It changes who is expected to
/// decide, not who may.
struct DelegateApproval {
    ApprovalId approvalId;
    QString to;
    QString reason; ///< Stands on the card; may be empty.
};
/// Makes the demo project in `folder` (empty: the default place) with its issues and starts their
/// loops.
struct StartDemo {
    QString folder;
};

using Command = std::variant<CreateIssue, EditIssue, LabelIssue, CommentIssue, StartLoop, ForkLoop,
                             PauseLoop, ResumeLoop, RerunStep, PrioritizeLoop, CancelLoop,
                             DecideApproval, AskAboutApproval, SnoozeApproval, EndSnooze,
                             DelegateApproval, StartDemo, RestoreWork, UndoRestore>;

/// What a command made: the id of the issue, loop or approval that it was about.
struct CommandReceipt {
    QString id;
    Position position; ///< Of the last event that it appended.
};

/// Which change is wanted: of a loop's commit against its base, or between two of its attempts.
struct DiffRequest {
    QString repository;
    QString from; ///< Commit.
    QString to; ///< Commit.
    QString path; ///< For fileDiff: which file.
};

/// One line of the doctor's report.
struct Diagnosis {
    QString name; ///< "git", "claude_code", "sandbox", ...
    bool ok = false;
    bool required = false; ///< False: only one way of working needs it.
    QString found; ///< Version and place, or what is wrong.
    QString mend; ///< The exact command or action; empty when ok.
};

/// A moment of the record: a position, or a time.
using Moment = std::variant<Position, Timestamp>;

/// What the screens showed at a moment.
struct Past {
    Position position; ///< Nothing later is in it.
    Timestamp recorded{}; ///< Of the newest event that is in it; zero when there is none.
    QList<readmodels::LoopRow> loops;
    QList<readmodels::Approval> approvals;
    QList<readmodels::IssueRow> issues;
};

/// The way in: everything that a window, the command line or the REST API can ask of Tamma.
///
/// Errors   In the results; codes as in core/base/error_code.h.
/// Threads  Any. Nothing blocks; the future is finished in a thread of the engine, so continue with
///          `.then(context, ...)`.
class EngineClient : public RecordClient, public RecoveryClient {
public:
    /// Carries out a command; finished when its events are durable.
    [[nodiscard]] virtual QFuture<Result<CommandReceipt>> submit(Command command) = 0;

    [[nodiscard]] virtual QFuture<Result<QList<events::StoredEvent>>>
    events(events::EventQuery query) = 0;

    /// Folds the record as it was at a moment; it only reads. For a time: with everything that was
    /// recorded then or before.
    [[nodiscard]] virtual QFuture<Result<Past>> past(Moment moment) = 0;

    /// Lists what changed; line counts included.
    [[nodiscard]] virtual QFuture<Result<QList<git::ChangedFile>>> changedFiles(DiffRequest request)
        = 0;

    /// Both texts of one file with the hunks between them (patience).
    [[nodiscard]] virtual QFuture<Result<git::FileDiff>> fileDiff(DiffRequest request) = 0;

    [[nodiscard]] virtual QFuture<QList<Diagnosis>> diagnose() = 0;
};

} // namespace tamma::engine
