// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/readmodels/loops.h"

#include "core/workflow/approval_time.h"

namespace tamma::readmodels {

using namespace events;
using namespace Qt::StringLiterals;

namespace {

QString noteFor(const workflow::LoopState& state)
{
    if (state.openApproval) {
        return state.openApproval->question;
    }
    if (state.cursor < 0 || state.cursor >= state.start.plan.size()) {
        return {};
    }
    return state.progress(state.start.plan.at(state.cursor).id).detail;
}

/// What the loop waits for, in one word; empty when it runs.
QString waitsFor(const workflow::LoopState& state)
{
    if (state.openApproval) {
        return state.openApproval->kind;
    }
    return state.paused ? u"pause"_s : state.waitsFor;
}

void showProgress(StepCell& cell, const workflow::LoopState& state)
{
    static const workflow::StepProgress NONE;
    const auto known = state.steps.constFind(cell.id);
    const workflow::StepProgress& progress = known == state.steps.constEnd() ? NONE : *known;
    cell.status = progress.status;
    cell.starts = progress.starts;
    cell.summary
        = progress.status == workflow::StepStatus::Failed ? progress.detail : progress.summary;
}

/// Copies what the state knows into the row that the board shows.
void showState(LoopRow& row, const workflow::LoopState& state)
{
    row.status = state.status;
    row.waitsFor = waitsFor(state);
    row.waitsUntil = state.openApproval ? workflow::approvalReminderAt(state)
        : state.paused                  ? Timestamp{}
                                        : state.notBefore;
    row.priority = state.priority;
    row.budgetUsd = state.budgetUsd;
    row.note = noteFor(state);
    row.attempts = static_cast<int>(state.attempts.size());
    row.commit = state.code ? state.code->commit : QString();
    row.baseCommit = state.code ? state.code->baseCommit : state.start.baseCommit;
    row.branch = state.branch;
    row.forkOf = state.forkOf;
    row.mergeCommit = state.merged ? state.merged->mergeCommit : QString();
    row.currentStep
        = std::clamp<int>(state.cursor, 0, std::max<int>(0, state.start.plan.size() - 1));
    if (row.steps.isEmpty()) { // The plan never changes.
        for (const PlannedStep& planned : state.start.plan) {
            row.steps.append({planned.id, planned.name});
        }
    }
    for (StepCell& cell : row.steps) {
        showProgress(cell, state);
    }
}

} // namespace

QList<LoopId> Loops::apply(const StoredEvent& stored)
{
    const Event& event = stored.event;
    if (const auto* issue = std::get_if<IssueCreated>(&event.payload)) {
        m_issues[issue->issueId] = {issue->number, issue->title};
        return {};
    }
    if (const auto* edited = std::get_if<IssueEdited>(&event.payload)) {
        return renameIssue(*edited);
    }
    const LoopId id(event.tags.value(tag::LOOP));
    if (id.isEmpty()) {
        return {};
    }
    if (const auto* start = std::get_if<LoopStarted>(&event.payload)) {
        begin(*start, event.timestamp);
    }
    const auto entry = m_loops.find(id);
    if (entry == m_loops.end()) {
        return {};
    }
    LoopRow& row = entry->row;
    // What people say about a question that stays open is no sign of life of the loop.
    const bool waits = entry->state && entry->state->openApproval;
    row.lastSignAt = waits ? row.lastSignAt : event.timestamp;
    if (const auto* session = std::get_if<AgentSessionStarted>(&event.payload)) {
        row.provider = session->provider;
        row.recorded = row.recorded || session->recorded;
    } else if (const auto* ended = std::get_if<AgentSessionEnded>(&event.payload)) {
        row.tokens += ended->inputTokens + ended->outputTokens;
        row.costUsd += ended->costUsd;
    }
    if (const auto* merged = std::get_if<PullRequestMerged>(&event.payload)) {
        row.mergeCommit = merged->mergeCommit; // Cancelled in that very moment, it is merged too.
    }
    if (!entry->state || !workflow::changesLoopState(event.payload)) {
        return {id}; // Nothing that decides comes after the end.
    }
    entry->state->apply(stored);
    showState(row, *entry->state);
    if (waits && !entry->state->openApproval) {
        row.lastSignAt = event.timestamp;
    }
    if (entry->state->isOver()) {
        row.finishedAt = event.timestamp;
        entry->state.reset();
    }
    if (const auto* failed = std::get_if<LoopFailed>(&event.payload)) {
        row.note = failed->detail;
    } else if (const auto* cancelled = std::get_if<LoopCancelled>(&event.payload)) {
        row.note = cancelled->reason;
    } else if (const auto* paused = std::get_if<LoopPaused>(&event.payload)) {
        row.note = paused->reason;
    }
    return {id};
}

void Loops::begin(const LoopStarted& start, Timestamp at)
{
    if (m_loops.contains(start.loopId)) {
        return;
    }
    Entry entry;
    entry.row.id = start.loopId;
    entry.row.issueId = start.issueId;
    std::tie(entry.row.issueNumber, entry.row.title) = m_issues.value(start.issueId);
    entry.row.repository = start.repository;
    entry.row.baseBranch = start.baseBranch;
    entry.row.provider = start.provider;
    entry.row.startedAt = at;
    entry.state.emplace();
    m_order.append(start.loopId);
    m_loops.insert(start.loopId, entry);
}

QList<LoopId> Loops::renameIssue(const IssueEdited& edited)
{
    m_issues[edited.issueId].second = edited.title;
    QList<LoopId> changed;
    for (const LoopId& id : std::as_const(m_order)) {
        LoopRow& row = m_loops[id].row;
        if (row.issueId == edited.issueId) {
            row.title = edited.title;
            changed.append(id);
        }
    }
    return changed;
}

QList<LoopRow> Loops::rows() const
{
    QList<LoopRow> rows;
    for (const LoopId& id : m_order) {
        rows.append(m_loops.value(id).row);
    }
    return rows;
}

std::optional<LoopRow> Loops::row(const LoopId& id) const
{
    const auto found = m_loops.constFind(id);
    return found == m_loops.constEnd() ? std::nullopt : std::optional(found->row);
}

} // namespace tamma::readmodels
