// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/events/event.h"

#include <QHash>
#include <QList>
#include <QSet>

namespace tamma::readmodels {

/// Who decided what, and on which proof.
struct AuditDecision {
    ApprovalId approvalId;
    LoopId loopId;
    int issueNumber = 0;
    QString issueTitle;
    QString repository;
    QString kind; ///< As ApprovalRequested has it.
    QString decision; ///< "granted" or "rejected".
    QString by;
    QString note;
    events::Evidence evidence; ///< What was shown when it was decided; empty for a rejection.
    QString mergeCommit; ///< Of the loop, once it is merged.
    Timestamp decidedAt{};
};

/// A change that was merged although a gate had said no to it. There must be none.
struct AuditViolation {
    LoopId loopId;
    int issueNumber = 0;
    QString issueTitle;
    QString repository;
    GateId gateId;
    QString commit; ///< That the gate judged, and that was merged.
    QString mergeCommit;
    QString summary; ///< The gate's own sentence.
    Timestamp mergedAt{};
};

/// What an agent left behind: one attempt.
struct AuditWork {
    LoopId loopId;
    int issueNumber = 0;
    QString issueTitle;
    QString repository;
    QString provider;
    QString model;
    bool recorded = false;
    int attempt = 1;
    QString commit;
    QStringList filesChanged;
    int linesAdded = 0;
    int linesRemoved = 0;
    Timestamp at{};
};

/// The answers to what an auditor asks: a pure fold.
///
/// Shape    Each list is in the order of the record.
class Audit {
public:
    void apply(const events::StoredEvent& stored);

    [[nodiscard]] QList<AuditDecision> decisions() const;
    [[nodiscard]] QList<AuditViolation> violations() const { return m_violations; }
    [[nodiscard]] QList<AuditWork> work() const { return m_work; }

private:
    struct Loop {
        IssueId issueId;
        QString repository;
        QString provider; ///< Of the newest session that may write.
        QString model;
        bool recorded = false;
        QString commit; ///< Of the newest attempt.
        QString mergeCommit;
        QHash<GateId, events::Verdict> refused; ///< Newest verdicts on that commit that say no.
    };

    // Everything else does not matter here.
    template <typename T> void take(const T&, Timestamp) { }
    void take(const events::IssueCreated& issue, Timestamp at);
    void take(const events::IssueEdited& issue, Timestamp at);
    void take(const events::LoopStarted& start, Timestamp at);
    void take(const events::AgentSessionStarted& session, Timestamp at);
    void take(const events::CodeGenerated& code, Timestamp at);
    void take(const events::GatePassed& gate, Timestamp at);
    void take(const events::GateFailed& gate, Timestamp at);
    void take(const events::ApprovalRequested& request, Timestamp at);
    void take(const events::ApprovalGranted& granted, Timestamp at);
    void take(const events::ApprovalRejected& rejected, Timestamp at);
    void take(const events::PullRequestMerged& merged, Timestamp at);

    template <typename Row> [[nodiscard]] Row about(const LoopId& loop) const;
    template <typename Decided>
    AuditDecision& decide(const Decided& decided, const QString& decision, Timestamp at);

    QHash<IssueId, std::pair<int, QString>> m_issues;
    QHash<LoopId, Loop> m_loops;
    QHash<ApprovalId, QString> m_kinds;
    QList<AuditDecision> m_decisions;
    QList<AuditViolation> m_violations;
    QList<AuditWork> m_work;
};

} // namespace tamma::readmodels
