// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/events/event.h"

#include <QHash>
#include <QList>

namespace tamma::readmodels {

/// A question of a person, and its answer if it has one.
struct ApprovalExchange {
    QString question;
    QString askedBy;
    QString answer; ///< Empty while nobody answered.

    friend bool operator==(const ApprovalExchange&, const ApprovalExchange&) = default;
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
    QList<events::Verdict> verdicts; ///< Of the commit in the evidence, in the order they came.
    QStringList filesChanged;
    int linesAdded = 0;
    int linesRemoved = 0;
    double costUsd = 0;
    bool recorded = false; ///< The work was played from a recording.
    QList<ApprovalExchange> exchanges;
    QString decidedBy;
    QString note; ///< Of the decision.
    Timestamp requestedAt{};
    Timestamp decidedAt{}; ///< Zero while open.

    friend bool operator==(const Approval&, const Approval&) = default;
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

private:
    void learn(const events::Event& event);
    void open(const events::ApprovalRequested& request, Timestamp at);
    struct Closing {
        Approval::Status status;
        Timestamp at;
        QString by;
        QString note;
    };
    static void close(Approval& approval, const Closing& closing);
    QList<ApprovalId> voidOpenOf(const LoopId& loop, Timestamp at);

    struct LoopFacts {
        IssueId issueId;
        int issueNumber = 0;
        QString issueTitle;
        QString repository;
        QList<events::Verdict> verdicts;
        events::CodeGenerated code;
        double costUsd = 0;
        bool recorded = false;
    };
    QList<ApprovalId> m_order;
    QHash<ApprovalId, Approval> m_approvals;
    QHash<LoopId, LoopFacts> m_loops;
    QHash<IssueId, std::pair<int, QString>> m_issues;
};

} // namespace tamma::readmodels
