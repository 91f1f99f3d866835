// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/readmodels/audit.h"

#include "core/events/catalog.h"
#include "core/readmodels/snapshot.h"
#include "core/workflow/step_ids.h"

namespace tamma::readmodels {

using namespace events;
using namespace Qt::StringLiterals;

void Audit::apply(const StoredEvent& stored)
{
    std::visit([&](const auto& payload) { take(payload, stored.event.timestamp); },
               stored.event.payload);
}

template <typename Row> Row Audit::about(const LoopId& loop) const
{
    const Loop known = m_loops.value(loop);
    const auto [number, title] = m_issues.value(known.issueId);
    Row row;
    row.loopId = loop;
    row.issueNumber = number;
    row.issueTitle = title;
    row.repository = known.repository;
    return row;
}

void Audit::take(const IssueCreated& issue, Timestamp)
{
    m_issues[issue.issueId] = {issue.number, issue.title};
}

void Audit::take(const IssueEdited& issue, Timestamp)
{
    m_issues[issue.issueId].second = issue.title;
}

void Audit::take(const LoopStarted& start, Timestamp)
{
    Loop& loop = m_loops[start.loopId];
    loop.issueId = start.issueId;
    loop.repository = start.repository;
}

void Audit::take(const AgentSessionStarted& session, Timestamp)
{
    if (session.stepId == workflow::step::CODE_GENERATION) {
        Loop& loop = m_loops[session.loopId];
        loop.provider = session.provider;
        loop.model = session.model;
        loop.recorded = session.recorded;
    }
}

void Audit::take(const CodeGenerated& code, Timestamp at)
{
    Loop& loop = m_loops[code.loopId];
    loop.commit = code.commit;
    loop.refused.clear();
    auto row = about<AuditWork>(code.loopId);
    row.provider = loop.provider;
    row.model = loop.model;
    row.recorded = loop.recorded;
    row.attempt = code.attempt;
    row.commit = code.commit;
    row.filesChanged = code.filesChanged;
    row.linesAdded = code.linesAdded;
    row.linesRemoved = code.linesRemoved;
    row.at = at;
    m_work.append(row);
}

void Audit::take(const GatePassed& gate, Timestamp)
{
    m_loops[gate.loopId].refused.remove(gate.verdict.gateId);
}

void Audit::take(const GateFailed& gate, Timestamp)
{
    Loop& loop = m_loops[gate.loopId];
    if (gate.verdict.commit == loop.commit) {
        loop.refused.insert(gate.verdict.gateId, gate.verdict);
    }
}

void Audit::take(const ApprovalRequested& request, Timestamp)
{
    m_kinds.insert(request.approvalId, request.kind);
}

template <typename Decided>
AuditDecision& Audit::decide(const Decided& decided, const QString& decision, Timestamp at)
{
    auto row = about<AuditDecision>(decided.loopId);
    row.approvalId = decided.approvalId;
    row.kind = m_kinds.value(decided.approvalId);
    row.decision = decision;
    row.by = decided.by;
    row.decidedAt = at;
    m_decisions.append(row);
    return m_decisions.last();
}

void Audit::take(const ApprovalGranted& granted, Timestamp at)
{
    AuditDecision& row = decide(granted, u"granted"_s, at);
    row.note = granted.note;
    row.evidence = granted.evidence;
}

void Audit::take(const ApprovalRejected& rejected, Timestamp at)
{
    decide(rejected, u"rejected"_s, at).note = rejected.reason;
}

void Audit::take(const PullRequestMerged& merged, Timestamp at)
{
    Loop& loop = m_loops[merged.loopId];
    loop.mergeCommit = merged.mergeCommit;
    for (const Verdict& verdict : std::as_const(loop.refused)) {
        auto row = about<AuditViolation>(merged.loopId);
        row.gateId = verdict.gateId;
        row.commit = verdict.commit;
        row.mergeCommit = merged.mergeCommit;
        row.summary = verdict.summary;
        row.mergedAt = at;
        m_violations.append(row);
    }
}

QList<AuditDecision> Audit::decisions() const
{
    QList<AuditDecision> rows = m_decisions;
    for (AuditDecision& row : rows) {
        row.mergeCommit = m_loops.value(row.loopId).mergeCommit;
    }
    return rows;
}

QStringList Audit::payloads()
{
    return catalog::typeNamesOf<IssueCreated, IssueEdited, LoopStarted, AgentSessionStarted,
                                CodeGenerated, GatePassed, GateFailed, ApprovalRequested,
                                ApprovalGranted, ApprovalRejected, PullRequestMerged>();
}

QByteArray Audit::version()
{
    return snapshotVersion<Audit>(1);
}

QByteArray Audit::snapshot() const
{
    return snapshotOf(*this);
}

std::optional<Audit> Audit::fromSnapshot(QByteArrayView bytes)
{
    return foldFrom<Audit>(bytes);
}

} // namespace tamma::readmodels
