// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/audit_commands.h"

#include "app/cli/table.h"
#include "core/readmodels/audit.h"

#include <QJsonArray>

namespace tamma::cli {

using namespace Qt::StringLiterals;
using readmodels::AuditDecision;
using readmodels::AuditViolation;
using readmodels::AuditWork;

namespace {

QString iso(Timestamp moment)
{
    return toIso8601(moment);
}

TableRow rowOf(const AuditDecision& one)
{
    return {{{u"decidedAt"_s, iso(one.decidedAt)},
             {u"by"_s, one.by},
             {u"decision"_s, one.decision},
             {u"kind"_s, one.kind},
             {u"issue"_s, one.issueNumber},
             {u"title"_s, one.issueTitle},
             {u"repository"_s, one.repository},
             {u"commit"_s, one.evidence.commit},
             {u"baseCommit"_s, one.evidence.baseCommit},
             {u"diffDigest"_s, one.evidence.diffDigest},
             {u"verdicts"_s, QJsonArray::fromStringList(one.evidence.verdicts)},
             {u"mergeCommit"_s, one.mergeCommit},
             {u"note"_s, one.note},
             {u"approvalId"_s, one.approvalId.text()},
             {u"loopId"_s, one.loopId.text()}},
            u"%1  %2 %3 %4 of #%5 %6  (commit %7, diff %8, %9 verdicts)"_s
                .arg(iso(one.decidedAt), one.by, one.decision, one.kind)
                .arg(one.issueNumber)
                .arg(one.issueTitle, one.evidence.commit.left(10), one.evidence.diffDigest.left(10))
                .arg(one.evidence.verdicts.size())};
}

TableRow rowOf(const AuditViolation& one)
{
    return {
        {{u"mergedAt"_s, iso(one.mergedAt)},
         {u"gate"_s, one.gateId.text()},
         {u"summary"_s, one.summary},
         {u"issue"_s, one.issueNumber},
         {u"title"_s, one.issueTitle},
         {u"repository"_s, one.repository},
         {u"commit"_s, one.commit},
         {u"mergeCommit"_s, one.mergeCommit},
         {u"loopId"_s, one.loopId.text()}},
        u"%1  #%2 %3 was merged as %4 although the gate \"%5\" said: %6"_s.arg(iso(one.mergedAt))
            .arg(one.issueNumber)
            .arg(one.issueTitle, one.mergeCommit.left(10), one.gateId.text(), one.summary)};
}

TableRow rowOf(const AuditWork& one)
{
    return {{{u"at"_s, iso(one.at)},
             {u"provider"_s, one.provider},
             {u"model"_s, one.model},
             {u"recorded"_s, one.recorded},
             {u"issue"_s, one.issueNumber},
             {u"title"_s, one.issueTitle},
             {u"repository"_s, one.repository},
             {u"attempt"_s, one.attempt},
             {u"commit"_s, one.commit},
             {u"linesAdded"_s, one.linesAdded},
             {u"linesRemoved"_s, one.linesRemoved},
             {u"files"_s, QJsonArray::fromStringList(one.filesChanged)},
             {u"loopId"_s, one.loopId.text()}},
            u"%1  %2  #%3 attempt %4  +%5 -%6  %7"_s
                .arg(iso(one.at), one.recorded ? one.provider + u" (recorded)"_s : one.provider)
                .arg(one.issueNumber)
                .arg(one.attempt)
                .arg(one.linesAdded)
                .arg(one.linesRemoved)
                .arg(one.filesChanged.join(u", "_s))};
}

template <typename Kind> QList<TableRow> rowsOf(const QList<Kind>& all)
{
    QList<TableRow> rows;
    for (const Kind& one : all) {
        rows.append(rowOf(one));
    }
    return rows;
}

} // namespace

ExitCode auditApprovals(Session& session, const AuditArguments& arguments)
{
    const auto audit = session.audit();
    if (!audit) {
        return session.output().fail(audit.error());
    }
    printTable(session.output(), rowsOf(audit->decisions()), arguments.csv,
               u"Nobody has decided anything yet."_s);
    return Ok;
}

ExitCode auditGates(Session& session, const AuditArguments& arguments)
{
    const auto audit = session.audit();
    if (!audit) {
        return session.output().fail(audit.error());
    }
    printTable(session.output(), rowsOf(audit->violations()), arguments.csv,
               u"Nothing was merged that a gate had said no to."_s);
    return audit->violations().isEmpty() ? Ok : Failed;
}

ExitCode auditAgents(Session& session, const AuditArguments& arguments)
{
    const auto audit = session.audit();
    if (!audit) {
        return session.output().fail(audit.error());
    }
    QList<AuditWork> work = audit->work();
    work.removeIf([&](const AuditWork& one) {
        return !arguments.provider.isEmpty() && one.provider != arguments.provider;
    });
    printTable(session.output(), rowsOf(work), arguments.csv, u"No agent has changed anything."_s);
    return Ok;
}

} // namespace tamma::cli
