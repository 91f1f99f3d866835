// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/readmodels/issues.h"

namespace tamma::readmodels {

using namespace events;

QList<IssueId> Issues::apply(const StoredEvent& stored)
{
    const Event& event = stored.event;
    const IssueId id(event.tags.value(tag::ISSUE));
    if (const auto* created = std::get_if<IssueCreated>(&event.payload)) {
        if (!m_issues.contains(created->issueId)) {
            m_order.append(created->issueId);
        }
        m_issues[created->issueId] = {created->issueId,
                                      created->number,
                                      created->repository,
                                      created->title,
                                      created->body,
                                      created->labels,
                                      created->author,
                                      {},
                                      {},
                                      false,
                                      {},
                                      event.timestamp,
                                      event.timestamp};
        return {created->issueId};
    }
    const auto found = m_issues.find(id);
    if (found == m_issues.end()) {
        return {};
    }
    IssueRow& row = *found;
    if (const auto* edited = std::get_if<IssueEdited>(&event.payload)) {
        row.title = edited->title;
        row.body = edited->body;
    } else if (const auto* labelled = std::get_if<IssueLabelled>(&event.payload)) {
        row.labels = labelled->labels;
    } else if (const auto* comment = std::get_if<IssueCommented>(&event.payload)) {
        row.comments.append(*comment);
    } else if (const auto* assigned = std::get_if<IssueAssigned>(&event.payload)) {
        row.assignee = assigned->assignee;
    } else if (const auto* loop = std::get_if<LoopStarted>(&event.payload)) {
        row.loop = loop->loopId;
    } else if (std::holds_alternative<IssueClosed>(event.payload)) {
        row.closed = true;
    } else {
        return {};
    }
    row.updatedAt = event.timestamp;
    return {id};
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
