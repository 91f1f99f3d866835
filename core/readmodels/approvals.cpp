// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/readmodels/approvals.h"

namespace tamma::readmodels {

using namespace events;

namespace {

Verdict withoutLog(Verdict verdict)
{
    verdict.logTail.clear();
    verdict.environment.clear();
    return verdict;
}

} // namespace

QList<ApprovalId> Approvals::apply(const StoredEvent& stored)
{
    const Event& event = stored.event;
    learn(event);
    if (const auto* request = std::get_if<ApprovalRequested>(&event.payload)) {
        open(*request, event.timestamp);
        return {request->approvalId};
    }
    if (std::holds_alternative<LoopCancelled>(event.payload)) {
        return voidOpenOf(LoopId(event.tags.value(tag::LOOP)), event.timestamp);
    }
    const ApprovalId id(event.tags.value(tag::APPROVAL));
    const auto found = m_approvals.find(id);
    if (found == m_approvals.end()) {
        return {};
    }
    Approval& approval = *found;
    if (const auto* granted = std::get_if<ApprovalGranted>(&event.payload)) {
        grant(approval, *granted, event.timestamp);
    } else if (const auto* rejected = std::get_if<ApprovalRejected>(&event.payload)) {
        close(approval,
              {Approval::Status::Rejected, event.timestamp, rejected->by, rejected->reason});
    } else if (const auto* voided = std::get_if<ApprovalVoided>(&event.payload)) {
        close(approval, {Approval::Status::Voided, event.timestamp, {}, voided->reason});
    } else if (const auto* asked = std::get_if<ApprovalQuestionAsked>(&event.payload)) {
        approval.exchanges.append({asked->text, asked->by, {}});
    } else if (const auto* answered = std::get_if<ApprovalQuestionAnswered>(&event.payload)) {
        const auto open = std::ranges::find_if(
            approval.exchanges, [](const ApprovalExchange& e) { return e.answer.isEmpty(); });
        if (open != approval.exchanges.end()) {
            open->answer = answered->text;
        }
    }
    return {id};
}

void Approvals::learn(const Event& event)
{
    if (const auto* issue = std::get_if<IssueCreated>(&event.payload)) {
        m_issues[issue->issueId] = {issue->number, issue->title};
    } else if (const auto* edited = std::get_if<IssueEdited>(&event.payload)) {
        m_issues[edited->issueId].second = edited->title;
    }
    if (const LoopId loop(event.tags.value(tag::LOOP)); !loop.isEmpty()) {
        learnAbout(loop, event.payload);
    }
}

void Approvals::learnAbout(const LoopId& loop, const Payload& payload)
{
    if (const auto* start = std::get_if<LoopStarted>(&payload)) {
        m_loops.insert(loop, {.issueId = start->issueId, .repository = start->repository});
        return;
    }
    if (std::holds_alternative<LoopCompleted>(payload)
        || std::holds_alternative<LoopFailed>(payload)
        || std::holds_alternative<LoopCancelled>(payload)) {
        m_loops.remove(loop);
        return;
    }
    const auto facts = m_loops.find(loop);
    if (facts == m_loops.end()) {
        return;
    }
    if (const auto* code = std::get_if<CodeGenerated>(&payload)) {
        facts->code = *code;
        facts->verdicts.clear();
    } else if (const auto* passed = std::get_if<GatePassed>(&payload)) {
        facts->verdicts.append(withoutLog(passed->verdict));
    } else if (const auto* failed = std::get_if<GateFailed>(&payload)) {
        facts->verdicts.append(withoutLog(failed->verdict));
    } else if (const auto* session = std::get_if<AgentSessionStarted>(&payload)) {
        facts->recorded = facts->recorded || session->recorded;
    } else if (const auto* ended = std::get_if<AgentSessionEnded>(&payload)) {
        facts->costUsd += ended->costUsd;
    }
}

void Approvals::open(const ApprovalRequested& request, Timestamp at)
{
    const LoopFacts facts = m_loops.value(request.loopId);
    Approval approval;
    approval.request = request;
    approval.issueId = facts.issueId;
    std::tie(approval.issueNumber, approval.issueTitle) = m_issues.value(facts.issueId);
    approval.repository = facts.repository;
    approval.verdicts = facts.verdicts;
    approval.filesChanged = facts.code.filesChanged;
    approval.linesAdded = facts.code.linesAdded;
    approval.linesRemoved = facts.code.linesRemoved;
    approval.costUsd = facts.costUsd;
    approval.recorded = facts.recorded;
    approval.requestedAt = at;
    m_order.append(request.approvalId);
    m_approvals.insert(request.approvalId, approval);
}

void Approvals::grant(Approval& approval, const ApprovalGranted& granted, Timestamp at)
{
    if (!approval.grantedBy.contains(granted.by)) {
        approval.grantedBy.append(granted.by);
    }
    if (approval.grantedBy.size() >= approval.request.quorum) {
        const QString everybody = approval.grantedBy.join(QStringLiteral(", "));
        close(approval, {Approval::Status::Granted, at, everybody, granted.note});
    }
}

void Approvals::close(Approval& approval, const Closing& closing)
{
    approval.status = closing.status;
    approval.decidedAt = closing.at;
    approval.decidedBy = closing.by;
    approval.note = closing.note;
}

QList<ApprovalId> Approvals::voidOpenOf(const LoopId& loop, Timestamp at)
{
    QList<ApprovalId> changed;
    for (const ApprovalId& id : std::as_const(m_order)) {
        Approval& approval = m_approvals[id];
        if (approval.request.loopId == loop && approval.status == Approval::Status::Open) {
            close(approval, {Approval::Status::Voided, at, {}, {}});
            changed.append(id);
        }
    }
    return changed;
}

QList<Approval> Approvals::rows() const
{
    QList<Approval> rows;
    for (const ApprovalId& id : m_order) {
        rows.append(m_approvals.value(id));
    }
    return rows;
}

std::optional<Approval> Approvals::row(const ApprovalId& id) const
{
    const auto found = m_approvals.constFind(id);
    return found == m_approvals.constEnd() ? std::nullopt : std::optional(*found);
}

} // namespace tamma::readmodels
