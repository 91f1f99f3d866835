// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/record_view.h"

#include <QJsonArray>

namespace tamma::cli {

using namespace readmodels;
using namespace Qt::StringLiterals;

namespace {

/// Returns the issue number in "3" or "#3", or 0.
int numberIn(QString name)
{
    if (name.startsWith(u'#')) {
        name.removeFirst();
    }
    bool isNumber = false;
    const int number = name.toInt(&isNumber);
    return isNumber ? number : 0;
}

template <typename Row, typename Fits>
Result<Row> only(const QList<Row>& rows, const QString& name, const Fits& fits)
{
    QList<Row> found;
    std::ranges::copy_if(rows, std::back_inserter(found), fits);
    if (found.isEmpty()) {
        return failure(errors::NOT_FOUND, u"Nothing is named \"%1\"."_s.arg(name));
    }
    if (found.size() > 1) {
        return failure(
            errors::INVALID_ARGUMENT,
            u"\"%1\" fits %2 of them: write more of the id."_s.arg(name).arg(found.size()));
    }
    return found.first();
}

bool isPieceOf(const QString& piece, const QString& id)
{
    return piece.size() >= 4 && (id.startsWith(piece) || id.endsWith(piece));
}

QString iso(Timestamp moment)
{
    return moment == Timestamp{} ? QString() : toIso8601(moment);
}

} // namespace

Result<IssueRow> RecordView::findIssue(const QString& name, const QString& repository) const
{
    const int number = numberIn(name);
    const QList<IssueRow> rows = issues.rows();
    auto found = only(rows, name, [&](const IssueRow& row) {
        return (number > 0 && row.number == number && row.repository == repository)
            || isPieceOf(name, row.id.text());
    });
    const auto elsewhere = std::ranges::find(rows, number, &IssueRow::number);
    if (!found && number > 0 && !repository.isEmpty() && elsewhere != rows.end()) {
        return failure(errors::NOT_FOUND,
                       u"There is no issue #%1 of %2, but one of %3."_s.arg(
                           QString::number(number), repository, elsewhere->repository));
    }
    return found;
}

Result<LoopRow> RecordView::findLoop(const QString& name) const
{
    const QList<LoopRow> rows = loops.rows();
    if (const int number = numberIn(name); number > 0) {
        const auto newest
            = std::ranges::find_if(rows.rbegin(), rows.rend(), [number](const LoopRow& row) {
                  return row.issueNumber == number;
              });
        if (newest != rows.rend()) {
            return *newest;
        }
    }
    return only(rows, name, [&](const LoopRow& row) { return isPieceOf(name, row.id.text()); });
}

Result<Approval> RecordView::findApproval(const QString& name) const
{
    const QList<Approval> rows = approvals.rows();
    if (const int number = numberIn(name); number > 0) {
        return only(rows, name, [number](const Approval& one) {
            return one.issueNumber == number && one.status == Approval::Status::Open;
        });
    }
    return only(rows, name, [&](const Approval& one) {
        return isPieceOf(name, one.request.approvalId.text());
    });
}

QString statusWord(workflow::LoopStatus status)
{
    using workflow::LoopStatus;
    switch (status) {
    case LoopStatus::Unknown:
        break;
    case LoopStatus::Queued:
        return u"queued"_s;
    case LoopStatus::Running:
        return u"running"_s;
    case LoopStatus::NeedsYou:
        return u"needs-you"_s;
    case LoopStatus::Completed:
        return u"completed"_s;
    case LoopStatus::Failed:
        return u"failed"_s;
    case LoopStatus::Cancelled:
        return u"cancelled"_s;
    case LoopStatus::Paused:
        return u"paused"_s;
    case LoopStatus::Waiting:
        return u"waiting"_s;
    }
    return u"unknown"_s;
}

QString statusWord(IssueStatus status)
{
    switch (status) {
    case IssueStatus::Pending:
        break;
    case IssueStatus::Running:
        return u"running"_s;
    case IssueStatus::Completed:
        return u"completed"_s;
    case IssueStatus::Failed:
        return u"failed"_s;
    }
    return u"pending"_s;
}

QJsonObject toJson(const LoopRow& row)
{
    const QString step
        = row.currentStep < row.steps.size() ? row.steps.at(row.currentStep).id.text() : QString();
    return {{u"loopId"_s, row.id.text()},
            {u"issueId"_s, row.issueId.text()},
            {u"issue"_s, row.issueNumber},
            {u"title"_s, row.title},
            {u"repository"_s, row.repository},
            {u"status"_s, statusWord(row.status)},
            {u"step"_s, step},
            {u"waitsFor"_s, row.waitsFor},
            {u"note"_s, row.note},
            {u"provider"_s, row.provider},
            {u"recorded"_s, row.recorded},
            {u"forkOf"_s, row.forkOf},
            {u"attempts"_s, row.attempts},
            {u"tokens"_s, row.tokens},
            {u"costUsd"_s, row.costUsd},
            {u"commit"_s, row.commit},
            {u"mergeCommit"_s, row.mergeCommit},
            {u"startedAt"_s, iso(row.startedAt)},
            {u"finishedAt"_s, iso(row.finishedAt)}};
}

QJsonObject toJson(const Approval& approval)
{
    static const QHash<Approval::Status, QString> words{{Approval::Status::Open, u"open"_s},
                                                        {Approval::Status::Granted, u"granted"_s},
                                                        {Approval::Status::Rejected, u"rejected"_s},
                                                        {Approval::Status::Voided, u"voided"_s}};
    QJsonArray verdicts;
    for (const events::Verdict& verdict : approval.verdicts) {
        verdicts.append(QJsonObject{{u"gate"_s, verdict.gateId.text()},
                                    {u"summary"_s, verdict.summary},
                                    {u"command"_s, verdict.command},
                                    {u"exitCode"_s, verdict.exitCode},
                                    {u"logHash"_s, verdict.logHash}});
    }
    QJsonObject snoozes;
    for (const auto& [person, until] : approval.snoozedUntil.asKeyValueRange()) {
        snoozes.insert(person, iso(until));
    }
    QJsonObject seen;
    for (const auto& [person, change] : approval.seen.asKeyValueRange()) {
        seen.insert(person, change.commit);
    }
    const events::ApprovalRequested& request = approval.request;
    return {{u"approvalId"_s, request.approvalId.text()},
            {u"loopId"_s, request.loopId.text()},
            {u"issue"_s, approval.issueNumber},
            {u"title"_s, approval.issueTitle},
            {u"kind"_s, request.kind},
            {u"status"_s, words.value(approval.status)},
            {u"question"_s, request.question},
            {u"summary"_s, request.summary},
            {u"reasons"_s, QJsonArray::fromStringList(request.reasons)},
            {u"breaking"_s, request.breaking},
            {u"commit"_s, request.evidence.commit},
            {u"baseCommit"_s, request.evidence.baseCommit},
            {u"diffDigest"_s, request.evidence.diffDigest},
            {u"verdicts"_s, verdicts},
            {u"filesChanged"_s, QJsonArray::fromStringList(approval.filesChanged)},
            {u"recorded"_s, approval.recorded},
            {u"quorum"_s, request.quorum},
            {u"grantedBy"_s, QJsonArray::fromStringList(approval.grantedBy)},
            {u"mayNotDecide"_s, QJsonArray::fromStringList(request.mayNotDecide)},
            {u"dueAt"_s, iso(approval.dueAt())},
            {u"routine"_s, approval.isRoutine()},
            {u"seen"_s, seen},
            {u"snoozedUntil"_s, snoozes},
            {u"handedTo"_s, approval.handedTo},
            {u"handedBy"_s, approval.handedBy},
            {u"handedWhy"_s, approval.handedWhy},
            {u"dueSoon"_s, approval.dueSoon},
            {u"escalatedTo"_s, approval.escalatedTo},
            {u"escalatedBecause"_s, approval.escalatedBecause},
            {u"decidedBy"_s, approval.decidedBy},
            {u"note"_s, approval.note},
            {u"requestedAt"_s, iso(approval.requestedAt)},
            {u"decidedAt"_s, iso(approval.decidedAt)}};
}

QJsonObject toJson(const IssueRow& row)
{
    return {{u"issueId"_s, row.id.text()},
            {u"number"_s, row.number},
            {u"repository"_s, row.repository},
            {u"title"_s, row.title},
            {u"body"_s, row.body},
            {u"labels"_s, QJsonArray::fromStringList(row.labels)},
            {u"author"_s, row.author},
            {u"assignedTo"_s, row.assignee},
            {u"closed"_s, row.closed},
            {u"loopId"_s, row.loop.text()},
            {u"status"_s, statusWord(row.status)},
            {u"currentStep"_s, row.currentStep.text()},
            {u"codeGenerationAttempts"_s, row.codeGenerationAttempts},
            {u"gateFailures"_s, row.gateFailures},
            {u"pluginsExecuted"_s, QJsonArray::fromStringList(row.pluginsExecuted)},
            {u"totalEvents"_s, row.totalEvents},
            {u"createdAt"_s, iso(row.createdAt)},
            {u"updatedAt"_s, iso(row.updatedAt)}};
}

} // namespace tamma::cli
