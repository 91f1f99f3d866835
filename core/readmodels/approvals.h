// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/events/payload_fields.h"

#include <QHash>
#include <QList>
#include <QMap>

namespace tamma::readmodels {

/// A question of a person, and its answer if it has one.
struct ApprovalExchange {
    QString question;
    QString askedBy;
    QString answer; ///< Empty while nobody answered.
    QString id = {}; ///< Of the question.

    friend bool operator==(const ApprovalExchange&, const ApprovalExchange&) = default;
    template <typename V> friend void fields(V& visit, ApprovalExchange& p)
    {
        visit("question", p.question);
        visit("askedBy", p.askedBy);
        visit("answer", p.answer);
        visit("id", p.id);
    }
};

/// A change as a person had it before them when they last said something about it.
struct SeenChange {
    QString commit;
    QString baseCommit;

    friend bool operator==(const SeenChange&, const SeenChange&) = default;
    template <typename V> friend void fields(V& visit, SeenChange& p)
    {
        visit("commit", p.commit);
        visit("baseCommit", p.baseCommit);
    }
};

/// One approval as the inbox shows it.
struct Approval {
    enum class Status { Open, Granted, Rejected, Voided };

    events::ApprovalRequested request;
    Status status = Status::Open;
    IssueId issueId;
    int issueNumber = 0;
    QString issueTitle;
    QString repository;
    QString baseBranch;
    QList<events::Verdict> verdicts; ///< Of the commit in the evidence, in the order they came,
                                     ///< without their logs: those are in the events of the loop.
    QList<Position> proofs; ///< Of the events that the verdicts are from, in the same order.
    QString aim; ///< What the research made of the issue.
    QString done; ///< What the agent says it did.
    QStringList filesChanged;
    int linesAdded = 0;
    int linesRemoved = 0;
    double costUsd = 0;
    bool recorded = false; ///< The work was played from a recording.
    QList<ApprovalExchange> exchanges;
    QStringList grantedBy; ///< Who said yes so far; more than one may be needed.
    QMap<QString, SeenChange> seen; ///< By person: what they knew when this was asked.
    QMap<QString, Timestamp> snoozedUntil; ///< By person; never later than it is due.
    QString handedTo; ///< Who is expected to decide; empty: everybody.
    QString handedBy;
    QString handedWhy;
    bool dueSoon = false; ///< The record says so.
    QString escalatedBecause; ///< "overdue" or "breaking"; empty while it is not.
    QString escalatedTo; ///< May be empty all the same.
    QString decidedBy;
    QString note; ///< Of the decision.
    Timestamp requestedAt{};
    Timestamp decidedAt{}; ///< Zero while open.

    /// Returns when it is overdue; zero when it never is.
    [[nodiscard]] Timestamp dueAt() const
    {
        return request.dueAfterMs > 0 ? requestedAt + std::chrono::milliseconds(request.dueAfterMs)
                                      : Timestamp{};
    }

    [[nodiscard]] bool isOverdue(Timestamp now) const
    {
        return dueAt() != Timestamp{} && dueAt() <= now;
    }

    [[nodiscard]] bool isSnoozedBy(const QString& person, Timestamp now) const
    {
        return snoozedUntil.value(person) > now;
    }

    /// Returns whether `person` may still say yes.
    [[nodiscard]] bool mayBeGrantedBy(const QString& person) const
    {
        return !request.mayNotDecide.contains(person) && !grantedBy.contains(person);
    }

    /// Returns whether somebody else is expected to decide. What is overdue is everybody's who may.
    [[nodiscard]] bool isWithOthers(const QString& person, Timestamp now) const
    {
        const bool handedOn
            = !handedTo.isEmpty() && handedTo != person && escalatedTo != person && !isOverdue(now);
        return handedOn || !mayBeGrantedBy(person);
    }

    /// Returns whether it is open and `person` is to look at it now.
    [[nodiscard]] bool waitsFor(const QString& person, Timestamp now) const
    {
        return status == Status::Open && !isSnoozedBy(person, now) && !isWithOthers(person, now);
    }

    /// Returns whether it may be decided together with others of its kind, from one list: a merge
    /// that breaks nobody, whose every gate passed, and of which nothing asks for a person's eyes.
    [[nodiscard]] bool isRoutine() const
    {
        return request.routine && !request.breaking && request.kind == QStringLiteral("merge");
    }

    friend bool operator==(const Approval&, const Approval&) = default;
    template <typename V> friend void fields(V& visit, Approval& p)
    {
        visit("request", p.request);
        visit("status", p.status);
        visit("issueId", p.issueId);
        visit("issueNumber", p.issueNumber);
        visit("issueTitle", p.issueTitle);
        visit("repository", p.repository);
        visit("baseBranch", p.baseBranch);
        visit("verdicts", p.verdicts);
        visit("proofs", p.proofs);
        visit("aim", p.aim);
        visit("done", p.done);
        visit("filesChanged", p.filesChanged);
        visit("linesAdded", p.linesAdded);
        visit("linesRemoved", p.linesRemoved);
        visit("costUsd", p.costUsd);
        visit("recorded", p.recorded);
        visit("exchanges", p.exchanges);
        visit("grantedBy", p.grantedBy);
        visit("seen", p.seen);
        visit("snoozedUntil", p.snoozedUntil);
        visit("handedTo", p.handedTo);
        visit("handedBy", p.handedBy);
        visit("handedWhy", p.handedWhy);
        visit("dueSoon", p.dueSoon);
        visit("escalatedBecause", p.escalatedBecause);
        visit("escalatedTo", p.escalatedTo);
        visit("decidedBy", p.decidedBy);
        visit("note", p.note);
        visit("requestedAt", p.requestedAt);
        visit("decidedAt", p.decidedAt);
    }
};

/// Every approval of the record: a pure fold.
///
/// Shape    rows() is in the order of the requests.
class Approvals {
public:
    /// Folds one event in and returns the approvals that it changed.
    QList<ApprovalId> apply(const events::StoredEvent& stored);

    [[nodiscard]] QList<Approval> rows() const;
    [[nodiscard]] std::optional<Approval> row(const ApprovalId& id) const;

    [[nodiscard]] qsizetype size() const { return m_order.size(); }

    friend bool operator==(const Approvals&, const Approvals&) = default;

private:
    class Change;
    void learn(const events::StoredEvent& stored);
    void learnAbout(const LoopId& loop, const events::StoredEvent& stored);
    void open(const events::ApprovalRequested& request, Timestamp at);
    struct Closing {
        Approval::Status status;
        Timestamp at;
        QString by;
        QString note;
    };
    void remember(const Approval& approval, const QString& person);
    static void close(Approval& approval, const Closing& closing);
    QList<ApprovalId> voidOpenOf(const LoopId& loop, Timestamp at);

    struct LoopFacts {
        IssueId issueId;
        QString repository;
        QString baseBranch;
        QList<events::Verdict> verdicts;
        QList<Position> proofs;
        QMap<QString, SeenChange> seen;
        QString aim;
        events::CodeGenerated code;
        double costUsd = 0;
        bool recorded = false;

        friend bool operator==(const LoopFacts&, const LoopFacts&) = default;
        template <typename V> friend void fields(V& visit, LoopFacts& p)
        {
            visit("issueId", p.issueId);
            visit("repository", p.repository);
            visit("baseBranch", p.baseBranch);
            visit("verdicts", p.verdicts);
            visit("proofs", p.proofs);
            visit("seen", p.seen);
            visit("aim", p.aim);
            visit("code", p.code);
            visit("costUsd", p.costUsd);
            visit("recorded", p.recorded);
        }
    };
    template <typename V> friend void fields(V& visit, Approvals& p)
    {
        visit("order", p.m_order);
        visit("approvals", p.m_approvals);
        visit("loops", p.m_loops);
        visit("issues", p.m_issues);
    }

    QList<ApprovalId> m_order;
    QHash<ApprovalId, Approval> m_approvals;
    QHash<LoopId, LoopFacts> m_loops; // Those that live.
    QHash<IssueId, std::pair<int, QString>> m_issues;
};

} // namespace tamma::readmodels
