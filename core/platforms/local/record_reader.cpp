// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/platforms/local/record_reader.h"

#include "core/events/catalog.h"

#include <QSet>

namespace tamma::platforms {

namespace {

using namespace events;

template <typename T> EventQuery allOf()
{
    return {{{{catalog::typeNameOf<T>()}, {}}}, {}};
}

// How each event changes the issue that is being folded; the others say nothing about it.
struct IssueFold {
    Issue issue;

    void operator()(const IssueCreated& e)
    {
        issue = {e.issueId, e.number, e.repository, e.title, e.body, e.labels, e.author};
    }
    void operator()(const IssueEdited& e)
    {
        issue.title = e.title;
        issue.body = e.body;
    }
    void operator()(const IssueLabelled& e) { issue.labels = e.labels; }
    void operator()(const IssueCommented& e)
    {
        issue.comments.append(e.author + QStringLiteral(": ") + e.text);
    }
    void operator()(const IssueClosed&) { issue.closed = true; }
    template <typename Other> void operator()(const Other&) { }
};

} // namespace

Result<Issue> RecordReader::issue(const IssueId& id) const
{
    const EventQuery query{
        {{{catalog::typeNameOf<IssueCreated>(), catalog::typeNameOf<IssueEdited>(),
           catalog::typeNameOf<IssueLabelled>(), catalog::typeNameOf<IssueCommented>(),
           catalog::typeNameOf<IssueClosed>()},
          {{tag::ISSUE, id.text()}}}},
        {}};
    TRY_ASSIGN(const auto found, m_store.read(query));
    IssueFold fold;
    for (const StoredEvent& stored : found) {
        std::visit(fold, stored.event.payload);
    }
    if (id.isEmpty() || fold.issue.id != id) {
        return failure(errors::NOT_FOUND, QStringLiteral("no issue ") + id.text(),
                       {{"issueId", id.text()}});
    }
    return fold.issue;
}

Result<int> RecordReader::nextIssueNumber(const QString& repository) const
{
    TRY_ASSIGN(const auto found, m_store.read(allOf<IssueCreated>()));
    int highest = 0;
    for (const StoredEvent& stored : found) {
        const auto* created = std::get_if<IssueCreated>(&stored.event.payload);
        if (created != nullptr && created->repository == repository) {
            highest = std::max(highest, created->number);
        }
    }
    return highest + 1;
}

Result<int> RecordReader::nextPullRequestNumber(const QString& repository) const
{
    TRY_ASSIGN(const auto created, m_store.read(allOf<IssueCreated>()));
    QSet<IssueId> issues;
    for (const StoredEvent& stored : created) {
        const auto* issue = std::get_if<IssueCreated>(&stored.event.payload);
        if (issue != nullptr && issue->repository == repository) {
            issues.insert(issue->issueId);
        }
    }
    TRY_ASSIGN(const auto opened, m_store.read(allOf<PullRequestOpened>()));
    int highest = 0;
    for (const StoredEvent& stored : opened) {
        const auto* request = std::get_if<PullRequestOpened>(&stored.event.payload);
        if (request != nullptr && issues.contains(request->issueId)) {
            highest = std::max(highest, request->number);
        }
    }
    return highest + 1;
}

Result<std::optional<PullRequestOpened>> RecordReader::pullRequestOf(const LoopId& loop) const
{
    const EventQuery query{
        {{{catalog::typeNameOf<PullRequestOpened>()}, {{tag::LOOP, loop.text()}}}}, {}};
    TRY_ASSIGN(const auto found, m_store.read(query));
    for (const StoredEvent& stored : found) {
        if (const auto* opened = std::get_if<PullRequestOpened>(&stored.event.payload)) {
            return *opened;
        }
    }
    return std::nullopt;
}

} // namespace tamma::platforms
