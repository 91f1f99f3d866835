// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/engine_client.h"
#include "core/engine/recorder.h"
#include "core/platforms/git_platform.h"
#include "core/readmodels/approvals.h"
#include "core/steps/answer_question.h"
#include "core/workflow/loop_state.h"

#include <condition_variable>
#include <functional>
#include <mutex>

namespace tamma::engine {

/// What a command needs beside the record. Functions, so that tests bring their own.
struct CommandServices {
    platforms::GitPlatform& platform;

    /// Resolves everything that a loop for `issue` will need: plan, base, settings. The ids are
    /// still empty. Fails when no loop can run there (NOT_A_REPOSITORY, REPOSITORY_EMPTY, ...).
    std::function<Result<events::LoopStarted>(const platforms::Issue& issue, const StartLoop&)>
        planLoop;

    /// Has the provider of the loop answer a question about its change.
    std::function<steps::QuestionAnswer(const workflow::LoopState&, const QString& question,
                                        std::stop_token stop)>
        answer;

    /// Makes the demo project and returns the drafts of its issues with the recording of each.
    std::function<Result<QList<std::pair<platforms::IssueDraft, StartLoop>>>(const QString& folder)>
        makeDemo;

    QString user; ///< Who acts.

    /// Reads a file of a commit.
    std::function<Result<QByteArray>(const QString& repository, const QString& commit,
                                     const QString& path)>
        fileAt = {};
};

/// Carries out commands: each is one decision, appended under a guard, so that two windows can
/// never both win.
///
/// Errors   APPROVAL_NOT_OPEN, MAY_NOT_DECIDE, LOOP_ALREADY_RUNNING, LOOP_NOT_RUNNING, NOT_FOUND,
/// INVALID_ARGUMENT,
///          and what the record and the services say.
/// Threads  Any; carryOut() blocks until the events are durable.
class Commands {
public:
    Commands(events::EventStore& store, Recorder& recorder, IdSource& ids,
             CommandServices services);

    /// A stop request ends a question to an agent soon.
    [[nodiscard]] Result<CommandReceipt> carryOut(const Command& command,
                                                  const std::stop_token& stop = {});

    /// Has the agent answer a question that was asked about a request, after those that were asked
    /// before about the same loop. CANCELLED on a stop request: it is still to be answered then.
    [[nodiscard]] Result<CommandReceipt> answer(const events::ApprovalRequested& request,
                                                const readmodels::ApprovalExchange& exchange,
                                                const std::stop_token& stop);

    /// Ends a loop, because another try of the issue was merged.
    [[nodiscard]] Result<CommandReceipt> supersede(const LoopId& id);

private:
    Result<CommandReceipt> operator()(const CreateIssue& command);
    Result<CommandReceipt> operator()(const EditIssue& command);
    Result<CommandReceipt> operator()(const LabelIssue& command);
    Result<CommandReceipt> operator()(const CommentIssue& command);
    Result<CommandReceipt> operator()(const StartLoop& command);
    Result<CommandReceipt> operator()(const ForkLoop& command);
    Result<CommandReceipt> operator()(const PauseLoop& command);
    Result<CommandReceipt> operator()(const ResumeLoop& command);
    Result<CommandReceipt> operator()(const RerunStep& command);
    Result<CommandReceipt> operator()(const PrioritizeLoop& command);
    Result<CommandReceipt> operator()(const CancelLoop& command);
    Result<CommandReceipt> operator()(const DecideApproval& command);
    Result<CommandReceipt> operator()(const AskAboutApproval& command, const std::stop_token& stop);
    Result<CommandReceipt> operator()(const SnoozeApproval& command);
    Result<CommandReceipt> operator()(const EndSnooze& command);
    Result<CommandReceipt> operator()(const DelegateApproval& command);
    Result<CommandReceipt> operator()(const StartDemo& command);
    Result<CommandReceipt> operator()(const RestoreWork& command);
    Result<CommandReceipt> operator()(const UndoRestore& command);

    Result<CommandReceipt> aboutIssue(const IssueId& id, const events::Payload& payload);
    /// Appends what `act` makes of a loop that lives, in the name of `by`.
    template <typename Act>
    Result<CommandReceipt> decideAboutLoop(const LoopId& id, const QString& by, const Act& act);
    template <typename Act> Result<CommandReceipt> decideAboutLoop(const LoopId& id, const Act& act)
    {
        return decideAboutLoop(id, m_services.user, act);
    }
    Result<CommandReceipt> createIssue(const platforms::IssueDraft& draft);
    [[nodiscard]] Result<workflow::LoopState> loop(const LoopId& id) const;
    [[nodiscard]] Result<workflow::LoopState> livingLoop(const LoopId& id) const;
    /// Appends what `act` makes of an open approval, if nobody decides about it meanwhile; nothing
    /// when it is so already.
    template <typename Act>
    Result<CommandReceipt> decideAboutApproval(const ApprovalId& id, const Act& act);
    [[nodiscard]] Result<readmodels::Approval> openApproval(const ApprovalId& id,
                                                            Position& seenUpTo) const;

    events::EventStore& m_store;
    Recorder& m_recorder;
    IdSource& m_ids;
    CommandServices m_services;
    std::mutex m_mutex;
    std::condition_variable_any m_answered;
    QSet<LoopId> m_answering; // An agent works on a question about them.
};

} // namespace tamma::engine
