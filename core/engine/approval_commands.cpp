// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/commands.h"

#include "core/engine/line_quotes.h"
#include "core/events/catalog.h"

#include <QScopeGuard>

namespace tamma::engine {

using namespace events;
using namespace Qt::StringLiterals;
using readmodels::Approval;

namespace {

constexpr std::chrono::days LONGEST_SNOOZE(90);

/// What a person's wish about a request leads to; nothing when it is so already.
using Wish = Result<std::optional<Payload>>;

/// Four eyes, and nobody counts twice. Sending back is free to everybody: it approves nothing.
Result<> mayApprove(const Approval& open, const QString& person)
{
    if (open.request.mayNotDecide.contains(person)) {
        return failure(
            errors::MAY_NOT_DECIDE,
            u"%1 asked for this change or steered it; somebody else has to approve it."_s.arg(
                person));
    }
    if (open.grantedBy.contains(person)) {
        return failure(errors::MAY_NOT_DECIDE,
                       u"%1 has approved it already; %2 people have to."_s.arg(person).arg(
                           open.request.quorum));
    }
    return {};
}

Result<> checkWords(const Approval& open, const DecideApproval& decision)
{
    const QString& kind = open.request.kind;
    const bool needsWords = decision.granted ? kind == u"clarification"_s : kind == u"merge"_s;
    if (!decision.comments.isEmpty() && (decision.granted || kind != u"merge"_s)) {
        return failure(errors::INVALID_ARGUMENT,
                       u"Comments on lines go with a change that is sent back."_s);
    }
    if (needsWords && decision.note.trimmed().isEmpty() && decision.comments.isEmpty()) {
        return failure(errors::INVALID_ARGUMENT,
                       decision.granted ? u"A clarification needs an answer."_s
                                        : u"Sending back needs a reason: it goes to the agent."_s);
    }
    return {};
}

} // namespace

Result<Approval> Commands::openApproval(const ApprovalId& id, Position& seenUpTo) const
{
    TRY_ASSIGN(const auto past, m_store.read(EventQuery::tagged(tag::APPROVAL, id.text())));
    const auto refuse = [&id](const ErrorCode& code, const QString& why) {
        return failure(code, why, {{u"approvalId"_s, id.text()}});
    };
    readmodels::Approvals approvals;
    for (const StoredEvent& stored : past) {
        approvals.apply(stored);
        seenUpTo = stored.position;
    }
    const auto approval = approvals.row(id);
    if (!approval) {
        return refuse(errors::NOT_FOUND, u"There is no such approval."_s);
    }
    if (approval->status != Approval::Status::Open) {
        return refuse(errors::APPROVAL_NOT_OPEN, u"It was decided already."_s);
    }
    TRY_ASSIGN(const auto state, loop(approval->request.loopId));
    if (state.isOver()) {
        return refuse(errors::APPROVAL_NOT_OPEN, u"Its loop has ended."_s);
    }
    return *approval;
}

template <typename Act>
Result<CommandReceipt> Commands::decideAboutApproval(const ApprovalId& id, const Act& act)
{
    while (true) {
        Position seenUpTo;
        TRY_ASSIGN(const auto open, openApproval(id, seenUpTo));
        TRY_ASSIGN(const auto payload, act(open));
        if (!payload) {
            return CommandReceipt{id.text(), seenUpTo};
        }
        const auto guard = AppendGuard::unchanged(
            {{{catalog::typeNamesOf<ApprovalGranted, ApprovalRejected, ApprovalVoided>(),
               {{tag::APPROVAL, id.text()}}}}},
            seenUpTo);
        const auto stored = m_recorder.append({*payload}, {}, {m_services.user}, guard);
        if (stored) {
            return CommandReceipt{id.text(), *stored};
        }
        if (stored.error().code != errors::POSITION_CONFLICT) {
            return std::unexpected(stored.error());
        }
        // Somebody else decided at the same moment: look again.
    }
}

Result<CommandReceipt> Commands::operator()(const DecideApproval& command)
{
    return decideAboutApproval(command.approvalId, [&](const Approval& open) -> Wish {
        const ApprovalRequested& request = open.request;
        TRY(checkWords(open, command));
        if (!command.granted) {
            TRY_ASSIGN(const auto state, loop(request.loopId));
            TRY_ASSIGN(const auto comments, quoted(command.comments, [&](const QString& path) {
                           return m_services.fileAt(state.start.repository, request.evidence.commit,
                                                    path);
                       }));
            return ApprovalRejected{request.approvalId, request.loopId, m_services.user,
                                    command.note, comments};
        }
        TRY(mayApprove(open, m_services.user));
        return ApprovalGranted{request.approvalId, request.loopId, m_services.user, command.note,
                               request.evidence};
    });
}

Result<CommandReceipt> Commands::operator()(const SnoozeApproval& command)
{
    return decideAboutApproval(command.approvalId, [&](const Approval& open) -> Wish {
        if (command.duration.count() <= 0 || command.duration > LONGEST_SNOOZE) {
            return failure(errors::INVALID_ARGUMENT,
                           u"It can be put aside until a time within the next 90 days."_s);
        }
        return ApprovalSnoozed{command.approvalId, open.request.loopId, m_services.user,
                               command.duration.count()};
    });
}

Result<CommandReceipt> Commands::operator()(const EndSnooze& command)
{
    return decideAboutApproval(command.approvalId, [&](const Approval& open) -> Wish {
        return open.snoozedUntil.contains(m_services.user)
            ? std::optional<Payload>(
                  ApprovalSnoozeEnded{command.approvalId, open.request.loopId, m_services.user})
            : std::nullopt;
    });
}

Result<CommandReceipt> Commands::operator()(const DelegateApproval& command)
{
    return decideAboutApproval(command.approvalId, [&](const Approval& open) -> Wish {
        const QString to = command.to.trimmed();
        if (to.isEmpty()) {
            return failure(errors::INVALID_ARGUMENT, u"Say to whom it is handed."_s);
        }
        TRY(mayApprove(open, to));
        if (open.handedTo == to) {
            return std::nullopt;
        }
        return ApprovalDelegated{command.approvalId, open.request.loopId, m_services.user, to,
                                 command.reason.trimmed()};
    });
}

Result<CommandReceipt> Commands::operator()(const AskAboutApproval& command,
                                            const std::stop_token& stop)
{
    if (command.question.trimmed().isEmpty()) {
        return failure(errors::INVALID_ARGUMENT, u"A question needs words."_s);
    }
    Position seenUpTo;
    TRY_ASSIGN(const auto open, openApproval(command.approvalId, seenUpTo));
    const ApprovalRequested& request = open.request;
    const QString id = m_ids.next();
    TRY(m_recorder.append({ApprovalQuestionAsked{request.approvalId, request.loopId,
                                                 m_services.user, command.question, id}},
                          {}, {m_services.user}));
    return answer(request, {command.question, m_services.user, {}, id}, stop);
}

Result<CommandReceipt> Commands::answer(const ApprovalRequested& request,
                                        const readmodels::ApprovalExchange& exchange,
                                        const std::stop_token& stop)
{
    std::unique_lock lock(m_mutex);
    const auto isFree = [&] { return !m_answering.contains(request.loopId); };
    if (!m_answered.wait(lock, stop, isFree)) {
        return failure(errors::CANCELLED);
    }
    m_answering.insert(request.loopId);
    lock.unlock();
    const auto next = qScopeGuard([&] {
        const std::scoped_lock again(m_mutex);
        m_answering.remove(request.loopId);
        m_answered.notify_all();
    });
    TRY_ASSIGN(const auto state, loop(request.loopId));
    const auto [text, session] = m_services.answer(state, exchange.question, stop);
    QList<Payload> payloads = session;
    const bool isLater = !text && text.error().code == errors::CANCELLED;
    if (!isLater) {
        payloads.append(ApprovalQuestionAnswered{
            request.approvalId, request.loopId, state.start.provider,
            text ? *text
                 : u"No answer: %1 (%2)"_s.arg(text.error().detail, text.error().code.text()),
            exchange.id});
    }
    if (payloads.isEmpty()) {
        return std::unexpected(text.error());
    }
    TRY_ASSIGN(const Position position,
               m_recorder.append(payloads, {{tag::ISSUE, state.start.issueId.text()}},
                                 {u"engine"_s, state.newest}));
    return isLater ? std::unexpected(text.error())
                   : Result<CommandReceipt>({request.approvalId.text(), position});
}

} // namespace tamma::engine
