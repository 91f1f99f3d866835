// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/commands.h"

#include "core/engine/fork_loop.h"
#include "core/engine/recovery_queries.h"
#include "core/events/catalog.h"
#include "core/workflow/step_ids.h"

namespace tamma::engine {

using namespace events;
using namespace Qt::StringLiterals;
using workflow::LoopState;

namespace {

/// What a person's wish about a loop leads to; nothing when it is so already.
using Decided = Result<QList<Payload>>;

EventQuery stateQuery(const LoopId& id)
{
    return {{{workflow::loopStateEventTypes(), {{tag::LOOP, id.text()}}}}};
}

Position lastOf(const QList<StoredEvent>& stored)
{
    return stored.isEmpty() ? Position{} : stored.last().position;
}

} // namespace

Commands::Commands(EventStore& store, Recorder& recorder, IdSource& ids, CommandServices services)
    : m_store(store)
    , m_recorder(recorder)
    , m_ids(ids)
    , m_services(std::move(services))
{
}

Result<CommandReceipt> Commands::carryOut(const Command& command, const std::stop_token& stop)
{
    return std::visit(
        [&](const auto& one) {
            if constexpr (requires { (*this)(one, stop); }) {
                return (*this)(one, stop);
            } else {
                return (*this)(one);
            }
        },
        command);
}

Result<CommandReceipt> Commands::createIssue(const platforms::IssueDraft& draft)
{
    while (true) {
        TRY_ASSIGN(const Position before, m_store.head());
        TRY_ASSIGN(const IssueCreated issue, m_services.platform.createIssue(draft));
        const EventQuery numbers{
            {{{catalog::typeNameOf<IssueCreated>()}, {{tag::REPOSITORY, issue.repository}}}}};
        const auto stored = m_recorder.append({issue}, {}, {m_services.user},
                                              AppendGuard::unchanged(numbers, before));
        if (stored) {
            return CommandReceipt{issue.issueId.text(), *stored};
        }
        if (stored.error().code != errors::POSITION_CONFLICT) {
            return std::unexpected(stored.error());
        }
    }
}

Result<CommandReceipt> Commands::aboutIssue(const IssueId& id, const Payload& payload)
{
    TRY(m_services.platform.issue(id));
    TRY_ASSIGN(const Position position, m_recorder.append({payload}, {}, {m_services.user}));
    return CommandReceipt{id.text(), position};
}

Result<CommandReceipt> Commands::operator()(const CreateIssue& command)
{
    return createIssue(
        {command.repository, command.title, command.body, command.labels, m_services.user});
}

Result<CommandReceipt> Commands::operator()(const EditIssue& command)
{
    if (command.title.trimmed().isEmpty()) {
        return failure(errors::INVALID_ARGUMENT, u"an issue needs a title"_s);
    }
    return aboutIssue(command.issueId, IssueEdited{command.issueId, command.title, command.body});
}

Result<CommandReceipt> Commands::operator()(const LabelIssue& command)
{
    return aboutIssue(command.issueId, IssueLabelled{command.issueId, command.labels});
}

Result<CommandReceipt> Commands::operator()(const CommentIssue& command)
{
    if (command.text.trimmed().isEmpty()) {
        return failure(errors::INVALID_ARGUMENT, u"a comment needs words"_s);
    }
    return aboutIssue(command.issueId,
                      IssueCommented{command.issueId, m_services.user, command.text});
}

Result<CommandReceipt> Commands::operator()(const StartLoop& command)
{
    const EventQuery history = EventQuery::tagged(tag::ISSUE, command.issueId.text());
    TRY_ASSIGN(const auto past, m_store.read(history));
    QHash<LoopId, workflow::LoopState> loops;
    for (const StoredEvent& stored : past) {
        if (const LoopId id(stored.event.tags.value(tag::LOOP)); !id.isEmpty()) {
            loops[id].apply(stored);
        }
    }
    for (auto it = loops.begin(); it != loops.end(); ++it) {
        if (!it->isOver()) {
            return failure(errors::LOOP_ALREADY_RUNNING, {}, {{u"loopId"_s, it.key().text()}});
        }
    }
    TRY_ASSIGN(const auto issue, m_services.platform.issue(command.issueId));
    TRY_ASSIGN(LoopStarted start, m_services.planLoop(issue, command));
    start.loopId = LoopId(m_ids.next());
    start.issueId = command.issueId;
    start.requestedBy = m_services.user;
    start.priority = command.priority;
    start.budgetUsd = command.budgetUsd;
    const auto stored = m_recorder.append({start}, {}, {m_services.user},
                                          AppendGuard::unchanged(history, lastOf(past)));
    if (!stored && stored.error().code == errors::POSITION_CONFLICT) {
        return (*this)(command); // A comment, or a loop that somebody else started: look again.
    }
    return stored.transform(
        [&](Position position) { return CommandReceipt{start.loopId.text(), position}; });
}

Result<CommandReceipt> Commands::operator()(const ForkLoop& command)
{
    TRY_ASSIGN(const auto original, loop(command.loopId));
    LoopStarted start = original.start;
    if (!command.provider.isEmpty()) {
        TRY_ASSIGN(const auto issue, m_services.platform.issue(start.issueId));
        TRY_ASSIGN(
            const auto planned,
            m_services.planLoop(issue, {start.issueId, command.provider, command.recording}));
        start.provider = planned.provider;
    }
    start.loopId = LoopId(m_ids.next());
    start.requestedBy = m_services.user;
    TRY_ASSIGN(const auto payloads, forkOf(original, start, command));
    TRY_ASSIGN(const Position position,
               m_recorder.append(payloads, {{tag::ISSUE, start.issueId.text()}},
                                 {m_services.user, original.newest}));
    return CommandReceipt{start.loopId.text(), position};
}

Result<workflow::LoopState> Commands::loop(const LoopId& id) const
{
    TRY_ASSIGN(const auto past, m_store.read(stateQuery(id)));
    if (past.isEmpty()) {
        return failure(errors::NOT_FOUND, u"There is no such loop."_s, {{u"loopId"_s, id.text()}});
    }
    workflow::LoopState state;
    for (const StoredEvent& stored : past) {
        state.apply(stored);
    }
    return state;
}

Result<workflow::LoopState> Commands::livingLoop(const LoopId& id) const
{
    TRY_ASSIGN(auto state, loop(id));
    if (state.isOver()) {
        return failure(errors::LOOP_NOT_RUNNING, u"The loop has ended already."_s,
                       {{u"loopId"_s, id.text()}});
    }
    return state;
}

template <typename Act>
Result<CommandReceipt> Commands::decideAboutLoop(const LoopId& id, const QString& by,
                                                 const Act& act)
{
    while (true) {
        TRY_ASSIGN(const auto state, livingLoop(id));
        TRY_ASSIGN(const QList<Payload> payloads, act(state));
        if (payloads.isEmpty()) {
            return CommandReceipt{id.text(), state.seenUpTo};
        }
        const auto stored
            = m_recorder.append(payloads, {{tag::ISSUE, state.start.issueId.text()}}, {by},
                                AppendGuard::unchanged(stateQuery(id), state.seenUpTo));
        if (stored) {
            return CommandReceipt{id.text(), *stored};
        }
        if (stored.error().code != errors::POSITION_CONFLICT) {
            return std::unexpected(stored.error());
        }
    }
}

Result<CommandReceipt> Commands::operator()(const CancelLoop& command)
{
    return decideAboutLoop(command.loopId, [&](const LoopState&) -> Decided {
        return {{LoopCancelled{command.loopId, m_services.user, command.reason}}};
    });
}

Result<CommandReceipt> Commands::supersede(const LoopId& id)
{
    const QString engine = u"engine"_s;
    return decideAboutLoop(id, engine, [&](const LoopState& state) -> Decided {
        return state.merged
            ? QList<Payload>()
            : QList<Payload>{LoopCancelled{id, engine,
                                           u"Another try of the issue was merged; what this one "
                                           "made stays on its branch."_s}};
    });
}

Result<CommandReceipt> Commands::operator()(const PauseLoop& command)
{
    return decideAboutLoop(command.loopId, [&](const LoopState& state) -> Decided {
        return state.paused
            ? QList<Payload>()
            : QList<Payload>{LoopPaused{command.loopId, m_services.user, command.reason}};
    });
}

Result<CommandReceipt> Commands::operator()(const ResumeLoop& command)
{
    return decideAboutLoop(command.loopId, [&](const LoopState& state) -> Decided {
        const bool rests = state.paused || !state.waitsFor.isEmpty();
        return rests ? QList<Payload>{LoopResumed{command.loopId, m_services.user}}
                     : QList<Payload>();
    });
}

Result<CommandReceipt> Commands::operator()(const PrioritizeLoop& command)
{
    return decideAboutLoop(command.loopId, [&](const LoopState& state) -> Decided {
        return state.priority == command.priority
            ? QList<Payload>()
            : QList<Payload>{LoopPrioritized{command.loopId, command.priority, m_services.user}};
    });
}

Result<CommandReceipt> Commands::operator()(const RerunStep& command)
{
    return decideAboutLoop(command.loopId, [&](const LoopState& state) -> Decided {
        const int index = state.indexOf(command.stepId);
        if (index < 0 || index > state.cursor) {
            return failure(
                errors::INVALID_ARGUMENT,
                u"The loop has not come to the step \"%1\" yet."_s.arg(command.stepId.text()));
        }
        if (state.merged && index <= state.indexOf(workflow::step::MERGE)) {
            return failure(errors::INVALID_ARGUMENT,
                           u"The change is merged already; a new issue can change it again."_s);
        }
        QList<Payload> payloads;
        if (state.openApproval) {
            payloads.append(ApprovalVoided{
                state.openApproval->approvalId, command.loopId,
                u"The loop goes back to \"%1\"."_s.arg(state.start.plan.at(index).name)});
        }
        payloads.append(
            StepRerunRequested{command.loopId, command.stepId, m_services.user, command.hint});
        return payloads;
    });
}

Result<CommandReceipt> Commands::operator()(const StartDemo& command)
{
    TRY_ASSIGN(const auto drafts, m_services.makeDemo(command.folder));
    CommandReceipt last;
    for (const auto& [draft, start] : drafts) {
        TRY_ASSIGN(const auto issue, createIssue(draft));
        StartLoop loopStart = start;
        loopStart.issueId = IssueId(issue.id);
        TRY_ASSIGN(last, (*this)(loopStart));
    }
    last.id = drafts.isEmpty() ? QString() : drafts.first().first.repository;
    return last;
}

Result<CommandReceipt> Commands::operator()(const RestoreWork& command)
{
    const LoopId id(command.ref.section(u'/', 3, 3));
    const auto state = loop(id); // Unknown to this record: then the branch is named after its id.
    TRY_ASSIGN(auto restored, restoreWork(command, state ? state->branch : QString()));
    restored.by = m_services.user;
    TRY_ASSIGN(const Position position, m_recorder.append({restored}, {}, {m_services.user}));
    return CommandReceipt{restored.folder.isEmpty() ? restored.branch : restored.folder, position};
}

Result<CommandReceipt> Commands::operator()(const UndoRestore& command)
{
    TRY_ASSIGN(auto undone, undoRestore(command));
    undone.by = m_services.user;
    TRY_ASSIGN(const Position position, m_recorder.append({undone}, {}, {m_services.user}));
    return CommandReceipt{undone.branch, position};
}

} // namespace tamma::engine
