// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/events/payload_fields.h"

#include <QHash>
#include <QList>

namespace tamma::readmodels {

/// How far the work for an issue is.
enum class IssueStatus { Pending, Running, Completed, Failed };

/// One issue as the issue list shows it.
struct IssueRow {
    IssueId id;
    int number = 0;
    QString repository;
    QString title;
    QString body;
    QStringList labels;
    QString author;
    QString assignee;
    QList<events::IssueCommented> comments; ///< Oldest first.
    bool closed = false;
    LoopId loop; ///< The newest loop for it; empty when there was none.
    IssueStatus status = IssueStatus::Pending; ///< Of the newest loop.
    StepId currentStep; ///< Of the newest loop: the one that began last.
    int codeGenerationAttempts = 0; ///< Over all loops, as all that follow.
    int gateFailures = 0;
    QStringList pluginsExecuted; ///< Each once, in the order of their first run.
    qint64 totalEvents = 0;
    Timestamp createdAt{};
    Timestamp updatedAt{}; ///< Of the newest event about it.

    friend bool operator==(const IssueRow&, const IssueRow&) = default;
    template <typename V> friend void fields(V& visit, IssueRow& p)
    {
        visit("id", p.id);
        visit("number", p.number);
        visit("repository", p.repository);
        visit("title", p.title);
        visit("body", p.body);
        visit("labels", p.labels);
        visit("author", p.author);
        visit("assignee", p.assignee);
        visit("comments", p.comments);
        visit("closed", p.closed);
        visit("loop", p.loop);
        visit("status", p.status);
        visit("currentStep", p.currentStep);
        visit("codeGenerationAttempts", p.codeGenerationAttempts);
        visit("gateFailures", p.gateFailures);
        visit("pluginsExecuted", p.pluginsExecuted);
        visit("totalEvents", p.totalEvents);
        visit("createdAt", p.createdAt);
        visit("updatedAt", p.updatedAt);
    }
};

/// Every issue of the record: a pure fold.
///
/// Shape    rows() is in the order of creation.
class Issues {
public:
    /// Folds one event in and returns the issues that it changed; one that is only counted
    /// (totalEvents, updatedAt) does not change an issue.
    QList<IssueId> apply(const events::StoredEvent& stored);

    [[nodiscard]] QList<IssueRow> rows() const;
    [[nodiscard]] std::optional<IssueRow> row(const IssueId& id) const;

    friend bool operator==(const Issues&, const Issues&) = default;

private:
    template <typename V> friend void fields(V& visit, Issues& p)
    {
        visit("order", p.m_order);
        visit("issues", p.m_issues);
    }
    void create(const events::IssueCreated& created, Timestamp at);

    QList<IssueId> m_order;
    QHash<IssueId, IssueRow> m_issues;
};

} // namespace tamma::readmodels
