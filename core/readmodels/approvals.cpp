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

/// One overload for each payload that changes an approval which is there.
class Approvals::Change {
public:
    Change(Approvals& all, Approval& approval, Timestamp at)
        : m_all(all)
        , m_approval(approval)
        , m_at(at)
    {
    }

    template <typename T> void operator()(const T&) { }

    void operator()(const ApprovalGranted& e)
    {
        m_all.remember(m_approval, e.by);
        if (!m_approval.grantedBy.contains(e.by)) {
            m_approval.grantedBy.append(e.by);
        }
        if (m_approval.grantedBy.size() >= m_approval.request.quorum) {
            const QString everybody = m_approval.grantedBy.join(QStringLiteral(", "));
            close(m_approval, {Approval::Status::Granted, m_at, everybody, e.note});
        }
    }
    void operator()(const ApprovalRejected& e)
    {
        m_all.remember(m_approval, e.by);
        close(m_approval, {Approval::Status::Rejected, m_at, e.by, e.reason});
    }
    void operator()(const ApprovalVoided& e)
    {
        close(m_approval, {Approval::Status::Voided, m_at, {}, e.reason});
    }
    void operator()(const ApprovalQuestionAsked& e)
    {
        m_all.remember(m_approval, e.by);
        m_approval.exchanges.append({e.text, e.by, {}, e.questionId});
    }
    void operator()(const ApprovalQuestionAnswered& e)
    {
        const auto open
            = std::ranges::find_if(m_approval.exchanges, [&e](const ApprovalExchange& exchange) {
                  return exchange.id == e.questionId && exchange.answer.isEmpty();
              });
        if (open != m_approval.exchanges.end()) {
            open->answer = e.text;
        }
    }
    void operator()(const ApprovalSnoozed& e)
    {
        m_all.remember(m_approval, e.by);
        const Timestamp due = m_approval.dueAt();
        const Timestamp until = m_at + std::chrono::milliseconds(e.forMs);
        m_approval.snoozedUntil[e.by] = due > m_at ? std::min(until, due) : until;
    }
    void operator()(const ApprovalSnoozeEnded& e) { m_approval.snoozedUntil.remove(e.by); }
    void operator()(const ApprovalDelegated& e)
    {
        m_all.remember(m_approval, e.by);
        m_approval.handedTo = e.to;
        m_approval.handedBy = e.by;
        m_approval.handedWhy = e.reason;
        m_approval.snoozedUntil.remove(e.to);
    }
    void operator()(const ApprovalDueSoon&) { m_approval.dueSoon = true; }
    void operator()(const ApprovalEscalated& e)
    {
        m_approval.escalatedBecause = e.because;
        m_approval.escalatedTo = e.to;
        m_approval.snoozedUntil.remove(e.to);
    }

private:
    Approvals& m_all;
    Approval& m_approval;
    Timestamp m_at;
};

QList<ApprovalId> Approvals::apply(const StoredEvent& stored)
{
    const Event& event = stored.event;
    learn(stored);
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
    std::visit(Change(*this, *found, event.timestamp), event.payload);
    return {id};
}

void Approvals::remember(const Approval& approval, const QString& person)
{
    const Evidence& evidence = approval.request.evidence;
    const auto facts = m_loops.find(approval.request.loopId);
    if (facts != m_loops.end() && approval.request.kind == QStringLiteral("merge")) {
        facts->seen[person] = {evidence.commit, evidence.baseCommit};
    }
}

void Approvals::learn(const StoredEvent& stored)
{
    const Event& event = stored.event;
    if (const auto* issue = std::get_if<IssueCreated>(&event.payload)) {
        m_issues[issue->issueId] = {issue->number, issue->title};
    } else if (const auto* edited = std::get_if<IssueEdited>(&event.payload)) {
        m_issues[edited->issueId].second = edited->title;
    }
    if (const LoopId loop(event.tags.value(tag::LOOP)); !loop.isEmpty()) {
        learnAbout(loop, stored);
    }
}

void Approvals::learnAbout(const LoopId& loop, const StoredEvent& stored)
{
    const Payload& payload = stored.event.payload;
    if (const auto* start = std::get_if<LoopStarted>(&payload)) {
        m_loops.insert(loop,
                       {.issueId = start->issueId,
                        .repository = start->repository,
                        .baseBranch = start->baseBranch});
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
    const auto judge = [&](const Verdict& verdict) {
        facts->verdicts.append(withoutLog(verdict));
        facts->proofs.append(stored.position);
    };
    if (const auto* research = std::get_if<ResearchCompleted>(&payload)) {
        facts->aim = research->summary;
    } else if (const auto* code = std::get_if<CodeGenerated>(&payload)) {
        facts->code = *code;
        facts->verdicts.clear();
        facts->proofs.clear();
    } else if (const auto* passed = std::get_if<GatePassed>(&payload)) {
        judge(passed->verdict);
    } else if (const auto* failed = std::get_if<GateFailed>(&payload)) {
        judge(failed->verdict);
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
    approval.baseBranch = facts.baseBranch;
    approval.verdicts = facts.verdicts;
    approval.proofs = facts.proofs;
    approval.seen = facts.seen;
    approval.aim = facts.aim;
    approval.done = facts.code.summary;
    approval.filesChanged = facts.code.filesChanged;
    approval.linesAdded = facts.code.linesAdded;
    approval.linesRemoved = facts.code.linesRemoved;
    approval.costUsd = facts.costUsd;
    approval.recorded = facts.recorded;
    approval.requestedAt = at;
    m_order.append(request.approvalId);
    m_approvals.insert(request.approvalId, approval);
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
