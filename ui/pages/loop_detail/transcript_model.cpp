// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/loop_detail/transcript_model.h"

#include "ui/pages/loop_detail/words.h"
#include "ui/text/status_text.h"
#include "ui/text/time_text.h"

#include <algorithm>

namespace tamma::ui {

using Kind = TranscriptBlock::Kind;
using Outcome = TranscriptBlock::Outcome;

namespace {

Kind kindOf(const events::TranscriptEntry& entry)
{
    static const QHash<QString, Kind> KINDS{
        {QStringLiteral("text"), Kind::Text},
        {QStringLiteral("thought"), Kind::Thought},
        {QStringLiteral("toolCall"), Kind::ToolCall},
        {QStringLiteral("toolResult"), Kind::ToolOutput},
    };
    return KINDS.value(entry.kind, Kind::Notice);
}

int linesIn(const QString& text)
{
    return static_cast<int>(text.count(u'\n')) + (text.isEmpty() || text.endsWith(u'\n') ? 0 : 1);
}

} // namespace

void TranscriptModel::apply(const QList<events::StoredEvent>& events)
{
    const qint64 before = m_blocks.size();
    m_firstTouched = -1;
    for (const auto& stored : events) {
        if (stored.position <= m_seen) {
            continue;
        }
        m_seen = stored.position;
        m_now = stored.event.timestamp;
        std::visit([this](const auto& payload) { take(payload); }, stored.event.payload);
    }
    if (m_firstTouched >= 0 && m_firstTouched < before) {
        const qint64 last = std::min(m_lastTouched, before - 1);
        emit changed(m_firstTouched, last - m_firstTouched + 1);
    }
    if (m_blocks.size() > before) {
        emit inserted(before, m_blocks.size() - before);
    }
}

void TranscriptModel::clear()
{
    m_blocks.clear();
    m_logs.clear();
    m_step = {};
    m_seen = {};
    emit replaced();
}

void TranscriptModel::setExpanded(qint64 row, bool expanded)
{
    if (m_blocks[row].expanded != expanded) {
        m_blocks[row].expanded = expanded;
        emit changed(row, 1);
    }
}

qint64 TranscriptModel::rowOf(RowId id) const
{
    const auto row = static_cast<quint64>(id);
    return row < static_cast<quint64>(m_blocks.size()) ? static_cast<qint64>(row) : -1;
}

qint64 TranscriptModel::rowOfStep(const StepId& step, int attempt) const
{
    for (qint64 row = m_blocks.size() - 1; row >= 0; --row) {
        const auto& block = m_blocks[row];
        if (block.kind == Kind::Step && block.stepId == step
            && (attempt == 0 || block.attempt == attempt)) {
            return row;
        }
    }
    return -1;
}

TranscriptBlock& TranscriptModel::add(TranscriptBlock block)
{
    block.at = m_now;
    if (block.stepId.isEmpty()) {
        block.stepId = m_step;
    }
    m_blocks.append(std::move(block));
    return m_blocks.last();
}

void TranscriptModel::touch(qint64 row)
{
    m_lastTouched = m_firstTouched < 0 ? row : std::max(m_lastTouched, row);
    m_firstTouched = m_firstTouched < 0 ? row : std::min(m_firstTouched, row);
}

void TranscriptModel::notice(const QString& text, Outcome outcome)
{
    add({.kind = Kind::Notice, .outcome = outcome, .text = text});
}

void TranscriptModel::take(const events::StepStarted& started)
{
    m_step = started.stepId;
    add({.kind = Kind::Step,
         .title = stepTitle(started.stepId, started.stepName),
         .stepId = started.stepId,
         .attempt = started.attempt});
}

void TranscriptModel::endStep(const StepId& step, int attempt, Outcome outcome, const QString& text)
{
    const qint64 row = rowOfStep(step, attempt);
    if (row >= 0) {
        m_blocks[row].outcome = outcome;
        m_blocks[row].text = text;
        touch(row);
    }
}

/// The step of now no longer runs, though nothing says how it ended.
void TranscriptModel::endOpenStep(Outcome outcome)
{
    const qint64 row = rowOfStep(m_step, 0);
    if (row >= 0 && m_blocks[row].outcome == Outcome::Open) {
        m_blocks[row].outcome = outcome;
        touch(row);
    }
}

void TranscriptModel::take(const events::StepCompleted& completed)
{
    endStep(completed.stepId, completed.attempt,
            completed.skipped ? Outcome::Skipped : Outcome::Good, completed.summary);
}

void TranscriptModel::take(const events::StepFailed& failed)
{
    endStep(failed.stepId, failed.attempt, Outcome::Bad,
            failed.detail.isEmpty() ? failed.errorCode : failed.detail);
}

void TranscriptModel::take(const events::AgentSessionStarted& started)
{
    const auto model
        = started.model.isEmpty() ? QString() : QStringLiteral(" \u00B7 ") + started.model;
    add({.kind = Kind::Session,
         .title = started.provider + model,
         .text = started.prompt,
         .stepId = started.stepId,
         .lineCount = linesIn(started.prompt),
         .recorded = started.recorded});
}

void TranscriptModel::take(const events::TranscriptAppended& appended)
{
    for (const auto& entry : appended.entries) {
        TranscriptBlock block{.kind = kindOf(entry), .tool = entry.tool, .path = entry.path};
        block.outcome = entry.failed ? Outcome::Bad : Outcome::Open;
        if (block.kind == Kind::ToolCall) {
            block.title = entry.text;
        } else {
            PlainTextStream().append(entry.text, block.text);
            block.lineCount = linesIn(block.text);
        }
        if (!block.title.isEmpty() || !block.tool.isEmpty() || !block.text.trimmed().isEmpty()) {
            add(std::move(block));
        }
    }
}

void TranscriptModel::take(const events::AgentSessionEnded& ended)
{
    const bool good = ended.outcome == QStringLiteral("completed");
    QStringList facts{sessionOutcome(ended.outcome)};
    if (!ended.detail.isEmpty() && !good) {
        facts.append(ended.detail);
    }
    facts.append(tokensText(ended.inputTokens + ended.outputTokens));
    if (ended.costUsd > 0) {
        facts.append(costText(ended.costUsd));
    }
    facts.append(durationText(std::chrono::milliseconds(ended.durationMs)));
    add({.kind = Kind::SessionEnd,
         .outcome = good ? Outcome::Good : Outcome::Bad,
         .text = facts.join(QStringLiteral(" \u00B7 "))});
}

void TranscriptModel::take(const events::GateLogAppended& appended)
{
    const auto key = appended.stepId.text() + u'/' + QString::number(appended.attempt);
    auto log = m_logs.find(key);
    if (log == m_logs.end()) {
        const qint64 header = rowOfStep(appended.stepId);
        add({.kind = Kind::GateLog,
             .title = header < 0 ? stepTitle(appended.stepId, {}) : m_blocks[header].title,
             .stepId = appended.stepId,
             .attempt = appended.attempt});
        log = m_logs.insert(key, {m_blocks.size() - 1, {}});
    }
    auto& block = m_blocks[log->row];
    const qsizetype from = block.text.lastIndexOf(u'\n') + 1;
    const bool hadOpenLine = from < block.text.size();
    log->stream.append(appended.text, block.text);
    // Whole lines never change again, so only what follows them is counted.
    const auto tail = QStringView(block.text).mid(from);
    block.lineCount += static_cast<int>(tail.count(u'\n'))
        + (tail.isEmpty() || tail.endsWith(u'\n') ? 0 : 1) - (hadOpenLine ? 1 : 0);
    touch(log->row);
}

void TranscriptModel::take(const events::GatePassed& passed)
{
    const bool isLeft = !passed.verdict.needsPerson.isEmpty();
    const QString gate = gateLabel(passed.verdict.gateId);
    add({.kind = Kind::Verdict,
         .outcome = isLeft ? Outcome::NeedsPerson : Outcome::Good,
         .title = isLeft ? tr("%1 leaves it to a person").arg(gate) : tr("%1 passed").arg(gate),
         .text = passed.verdict.summary,
         .stepId = passed.verdict.stepId,
         .gateId = passed.verdict.gateId,
         .attempt = passed.verdict.attempt});
}

void TranscriptModel::take(const events::GateFailed& failed)
{
    add({.kind = Kind::Verdict,
         .outcome = Outcome::Bad,
         .title = tr("%1 failed").arg(gateLabel(failed.verdict.gateId)),
         .text = failed.verdict.summary,
         .stepId = failed.verdict.stepId,
         .gateId = failed.verdict.gateId,
         .attempt = failed.verdict.attempt});
}

void TranscriptModel::take(const events::ApprovalRequested& requested)
{
    endOpenStep(Outcome::NeedsPerson);
    notice(tr("Waits for a person: %1").arg(requested.question), Outcome::Open);
}

void TranscriptModel::take(const events::ApprovalGranted& granted)
{
    notice(granted.note.isEmpty() ? tr("Approved by %1").arg(granted.by)
                                  : tr("Approved by %1: %2").arg(granted.by, granted.note),
           Outcome::Good);
}

void TranscriptModel::take(const events::ApprovalRejected& rejected)
{
    QString words = rejected.reason;
    for (const events::LineComment& comment : rejected.comments) {
        words += QStringLiteral("\n%1:%2  ").arg(comment.file).arg(comment.line) + comment.text;
    }
    notice(tr("Sent back by %1: %2").arg(rejected.by, words.trimmed()), Outcome::Bad);
}

void TranscriptModel::take(const events::PullRequestOpened& opened)
{
    notice(tr("Pull request #%1 opened: %2").arg(opened.number).arg(opened.title), Outcome::Open);
}

void TranscriptModel::take(const events::PullRequestMerged& merged)
{
    notice(tr("Merged into %1 as %2").arg(merged.baseBranch, merged.mergeCommit.left(10)),
           Outcome::Good);
}

void TranscriptModel::take(const events::LoopCompleted& completed)
{
    notice(completed.summary.isEmpty() ? tr("The loop is finished.") : completed.summary,
           Outcome::Good);
}

void TranscriptModel::take(const events::LoopFailed& failed)
{
    notice(
        tr("The loop gave up: %1").arg(failed.detail.isEmpty() ? failed.errorCode : failed.detail),
        Outcome::Bad);
}

void TranscriptModel::take(const events::LoopCancelled& cancelled)
{
    endOpenStep(Outcome::Skipped);
    notice(tr("Cancelled by %1").arg(cancelled.by), Outcome::Skipped);
}

} // namespace tamma::ui
