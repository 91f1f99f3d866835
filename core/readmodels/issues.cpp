// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/readmodels/issues.h"

#include "core/readmodels/plugin_events.h"

namespace tamma::readmodels {

using namespace events;

namespace {

/// One overload for each payload that changes an issue; the answer says whether it did.
struct IssueFold {
    IssueRow& row;
    const Event& event;

    template <typename T> bool operator()(const T&) { return false; }

    bool operator()(const IssueEdited& e)
    {
        row.title = e.title;
        row.body = e.body;
        return true;
    }
    bool operator()(const IssueLabelled& e)
    {
        row.labels = e.labels;
        return true;
    }
    bool operator()(const IssueCommented& e)
    {
        row.comments.append(e);
        return true;
    }
    bool operator()(const IssueAssigned& e)
    {
        row.assignee = e.assignee;
        return true;
    }
    bool operator()(const IssueClosed&)
    {
        row.closed = true;
        return true;
    }
    bool operator()(const LoopStarted& e)
    {
        row.loop = e.loopId;
        row.currentStep = {};
        row.status = IssueStatus::Pending;
        return true;
    }
    bool operator()(const StepStarted& e)
    {
        if (e.loopId == row.loop) {
            row.currentStep = e.stepId;
            row.status = IssueStatus::Running;
        }
        return e.loopId == row.loop;
    }
    bool operator()(const PullRequestMerged& e)
    {
        row.loop = e.loopId; // Whatever else was tried, this is what became of the issue.
        return true;
    }
    bool operator()(const LoopCompleted& e) { return end(e.loopId, IssueStatus::Completed); }
    bool operator()(const LoopFailed& e) { return end(e.loopId, IssueStatus::Failed); }
    bool operator()(const LoopCancelled& e) { return end(e.loopId, IssueStatus::Failed); }
    bool operator()(const CodeGenerated&)
    {
        ++row.codeGenerationAttempts;
        return true;
    }
    bool operator()(const GateFailed&)
    {
        ++row.gateFailures;
        return true;
    }
    bool operator()(const OpaquePayload& e)
    {
        const QString plugin = event.tags.value(plugin_events::NAME_TAG);
        const bool isNew = e.type == plugin_events::EXECUTED && !plugin.isEmpty()
            && !row.pluginsExecuted.contains(plugin);
        if (isNew) {
            row.pluginsExecuted.append(plugin);
        }
        return isNew;
    }

private:
    bool end(const LoopId& loop, IssueStatus status)
    {
        if (loop == row.loop) {
            row.status = status;
        }
        return loop == row.loop;
    }
};

} // namespace

QList<IssueId> Issues::apply(const StoredEvent& stored)
{
    const Event& event = stored.event;
    QList<IssueId> changed;
    if (const auto* created = std::get_if<IssueCreated>(&event.payload)) {
        create(*created, event.timestamp);
        changed.append(created->issueId);
    }
    for (const QString& id : event.tags.values(tag::ISSUE)) {
        const auto row = m_issues.find(IssueId(id));
        if (row == m_issues.end()) {
            continue;
        }
        ++row->totalEvents;
        row->updatedAt = event.timestamp;
        if (std::visit(IssueFold{*row, event}, event.payload)) {
            changed.append(row->id);
        }
    }
    return changed;
}

void Issues::create(const IssueCreated& created, Timestamp at)
{
    if (m_issues.contains(created.issueId)) {
        return;
    }
    IssueRow row;
    row.id = created.issueId;
    row.number = created.number;
    row.repository = created.repository;
    row.title = created.title;
    row.body = created.body;
    row.labels = created.labels;
    row.author = created.author;
    row.createdAt = at;
    row.updatedAt = at;
    m_order.append(row.id);
    m_issues.insert(row.id, row);
}

QList<IssueRow> Issues::rows() const
{
    QList<IssueRow> rows;
    for (const IssueId& id : m_order) {
        rows.append(m_issues.value(id));
    }
    return rows;
}

std::optional<IssueRow> Issues::row(const IssueId& id) const
{
    const auto found = m_issues.constFind(id);
    return found == m_issues.constEnd() ? std::nullopt : std::optional(*found);
}

} // namespace tamma::readmodels
