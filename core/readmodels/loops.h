// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workflow/loop_state_fields.h"

#include <QHash>
#include <QList>

namespace tamma::readmodels {

/// One cell of the step bar.
struct StepCell {
    StepId id;
    QString name;
    workflow::StepStatus status = workflow::StepStatus::Pending;
    int starts = 0;
    QString summary;

    friend bool operator==(const StepCell&, const StepCell&) = default;
    template <typename V> friend void fields(V& visit, StepCell& p)
    {
        visit("id", p.id);
        visit("name", p.name);
        visit("status", p.status);
        visit("starts", p.starts);
        visit("summary", p.summary);
    }
};

/// One loop as the board shows it.
struct LoopRow {
    LoopId id;
    IssueId issueId;
    int issueNumber = 0;
    QString title; ///< Of the issue.
    QString repository;
    workflow::LoopStatus status = workflow::LoopStatus::Unknown;
    QList<StepCell> steps; ///< In the order of the plan.
    int currentStep = 0; ///< Index in `steps`.
    QString provider;
    bool recorded = false; ///< A recording is played.
    QString note; ///< What it waits for or why it failed: one sentence; may be empty.
    QString waitsFor; ///< Kind of the open approval, "pause", or as LoopState::waitsFor.
    Timestamp waitsUntil{}; ///< When it does something by itself, if only to remind a person; zero
                            ///< when it does not.
    int priority = 0;
    double budgetUsd = 0; ///< What it may cost before a person is asked; 0: no limit.
    int attempts = 0; ///< Code generations so far.
    qint64 tokens = 0;
    double costUsd = 0;
    QString commit; ///< Newest attempt.
    QString baseCommit;
    QString mergeCommit;
    QString baseBranch; ///< Where it is to be merged.
    QString branch; ///< Of the loop; empty until it has one.
    QString forkOf; ///< The loop whose findings it took over; mostly empty.
    Timestamp startedAt{};
    Timestamp lastSignAt{}; ///< Of the newest event, transcript and log included.
    Timestamp finishedAt{}; ///< Zero while the loop lives.

    [[nodiscard]] bool isOver() const { return finishedAt != Timestamp{}; }

    friend bool operator==(const LoopRow&, const LoopRow&) = default;
    template <typename V> friend void fields(V& visit, LoopRow& p)
    {
        visit("id", p.id);
        visit("issueId", p.issueId);
        visit("issueNumber", p.issueNumber);
        visit("title", p.title);
        visit("repository", p.repository);
        visit("status", p.status);
        visit("steps", p.steps);
        visit("currentStep", p.currentStep);
        visit("provider", p.provider);
        visit("recorded", p.recorded);
        visit("note", p.note);
        visit("waitsFor", p.waitsFor);
        visit("waitsUntil", p.waitsUntil);
        visit("priority", p.priority);
        visit("budgetUsd", p.budgetUsd);
        visit("attempts", p.attempts);
        visit("tokens", p.tokens);
        visit("costUsd", p.costUsd);
        visit("commit", p.commit);
        visit("baseCommit", p.baseCommit);
        visit("mergeCommit", p.mergeCommit);
        visit("baseBranch", p.baseBranch);
        visit("branch", p.branch);
        visit("forkOf", p.forkOf);
        visit("startedAt", p.startedAt);
        visit("lastSignAt", p.lastSignAt);
        visit("finishedAt", p.finishedAt);
    }
};

/// Every loop of the record: a pure fold.
///
/// Shape    rows() is in the order of their first events.
class Loops {
public:
    /// Folds one event in and returns the loops that it changed.
    QList<LoopId> apply(const events::StoredEvent& stored);

    [[nodiscard]] QList<LoopRow> rows() const;
    [[nodiscard]] std::optional<LoopRow> row(const LoopId& id) const;

    [[nodiscard]] qsizetype size() const { return m_order.size(); }

    friend bool operator==(const Loops&, const Loops&) = default;

private:
    void begin(const events::LoopStarted& start, Timestamp at);
    QList<LoopId> renameIssue(const events::IssueEdited& edited);

    struct Entry {
        LoopRow row;
        std::optional<workflow::LoopState> state; ///< While the loop lives.

        friend bool operator==(const Entry&, const Entry&) = default;
        template <typename V> friend void fields(V& visit, Entry& p)
        {
            visit("row", p.row);
            visit("state", p.state);
        }
    };
    template <typename V> friend void fields(V& visit, Loops& p)
    {
        visit("order", p.m_order);
        visit("loops", p.m_loops);
        visit("issues", p.m_issues);
    }
    QList<LoopId> m_order;
    QHash<LoopId, Entry> m_loops;
    QHash<IssueId, std::pair<int, QString>> m_issues; // Number and title.
};

} // namespace tamma::readmodels
