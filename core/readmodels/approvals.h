// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/events/payload_fields.h"

#include <QHash>
#include <QList>

namespace tamma::readmodels {

/// A question of a person, and its answer if it has one.
struct ApprovalExchange {
    QString question;
    QString askedBy;
    QString answer; ///< Empty while nobody answered.

    friend bool operator==(const ApprovalExchange&, const ApprovalExchange&) = default;
    template <typename V> friend void fields(V& visit, ApprovalExchange& p)
    {
        visit("question", p.question);
        visit("askedBy", p.askedBy);
        visit("answer", p.answer);
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
    QList<events::Verdict> verdicts; ///< Of the commit in the evidence, in the order they came,
                                     ///< without their logs: those are in the events of the loop.
    QStringList filesChanged;
    int linesAdded = 0;
    int linesRemoved = 0;
    double costUsd = 0;
    bool recorded = false; ///< The work was played from a recording.
    QList<ApprovalExchange> exchanges;
    QStringList grantedBy; ///< Who said yes so far; more than one may be needed.
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

    friend bool operator==(const Approval&, const Approval&) = default;
    template <typename V> friend void fields(V& visit, Approval& p)
    {
        visit("request", p.request);
        visit("status", p.status);
        visit("issueId", p.issueId);
        visit("issueNumber", p.issueNumber);
        visit("issueTitle", p.issueTitle);
        visit("repository", p.repository);
        visit("verdicts", p.verdicts);
        visit("filesChanged", p.filesChanged);
        visit("linesAdded", p.linesAdded);
        visit("linesRemoved", p.linesRemoved);
        visit("costUsd", p.costUsd);
        visit("recorded", p.recorded);
        visit("exchanges", p.exchanges);
        visit("grantedBy", p.grantedBy);
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
    void learn(const events::Event& event);
    void learnAbout(const LoopId& loop, const events::Payload& payload);
    void open(const events::ApprovalRequested& request, Timestamp at);
    struct Closing {
        Approval::Status status;
        Timestamp at;
        QString by;
        QString note;
    };
    static void grant(Approval& approval, const events::ApprovalGranted& granted, Timestamp at);
    static void close(Approval& approval, const Closing& closing);
    QList<ApprovalId> voidOpenOf(const LoopId& loop, Timestamp at);

    struct LoopFacts {
        IssueId issueId;
        QString repository;
        QList<events::Verdict> verdicts;
        events::CodeGenerated code;
        double costUsd = 0;
        bool recorded = false;

        friend bool operator==(const LoopFacts&, const LoopFacts&) = default;
        template <typename V> friend void fields(V& visit, LoopFacts& p)
        {
            visit("issueId", p.issueId);
            visit("repository", p.repository);
            visit("verdicts", p.verdicts);
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
