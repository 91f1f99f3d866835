// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/events/payload_fields.h"

#include <QHash>
#include <QList>

#include <optional>

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

    friend bool operator==(const AuditDecision&, const AuditDecision&) = default;
    template <typename V> friend void fields(V& visit, AuditDecision& p)
    {
        visit("approvalId", p.approvalId);
        visit("loopId", p.loopId);
        visit("issueNumber", p.issueNumber);
        visit("issueTitle", p.issueTitle);
        visit("repository", p.repository);
        visit("kind", p.kind);
        visit("decision", p.decision);
        visit("by", p.by);
        visit("note", p.note);
        visit("evidence", p.evidence);
        visit("mergeCommit", p.mergeCommit);
        visit("decidedAt", p.decidedAt);
    }
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

    friend bool operator==(const AuditViolation&, const AuditViolation&) = default;
    template <typename V> friend void fields(V& visit, AuditViolation& p)
    {
        visit("loopId", p.loopId);
        visit("issueNumber", p.issueNumber);
        visit("issueTitle", p.issueTitle);
        visit("repository", p.repository);
        visit("gateId", p.gateId);
        visit("commit", p.commit);
        visit("mergeCommit", p.mergeCommit);
        visit("summary", p.summary);
        visit("mergedAt", p.mergedAt);
    }
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

    friend bool operator==(const AuditWork&, const AuditWork&) = default;
    template <typename V> friend void fields(V& visit, AuditWork& p)
    {
        visit("loopId", p.loopId);
        visit("issueNumber", p.issueNumber);
        visit("issueTitle", p.issueTitle);
        visit("repository", p.repository);
        visit("provider", p.provider);
        visit("model", p.model);
        visit("recorded", p.recorded);
        visit("attempt", p.attempt);
        visit("commit", p.commit);
        visit("filesChanged", p.filesChanged);
        visit("linesAdded", p.linesAdded);
        visit("linesRemoved", p.linesRemoved);
        visit("at", p.at);
    }
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

    // As every fold has them, see snapshot.h.
    [[nodiscard]] static QStringList payloads();
    static constexpr auto NAME = "audit";
    [[nodiscard]] static QByteArray version();
    [[nodiscard]] QByteArray snapshot() const;
    [[nodiscard]] static std::optional<Audit> fromSnapshot(QByteArrayView bytes);

    friend bool operator==(const Audit&, const Audit&) = default;

private:
    template <typename V> friend void fields(V& visit, Audit& p)
    {
        visit("issues", p.m_issues);
        visit("loops", p.m_loops);
        visit("kinds", p.m_kinds);
        visit("decisions", p.m_decisions);
        visit("violations", p.m_violations);
        visit("work", p.m_work);
    }
    struct Loop {
        IssueId issueId;
        QString repository;
        QString provider; ///< Of the newest session that may write.
        QString model;
        bool recorded = false;
        QString commit; ///< Of the newest attempt.
        QString mergeCommit;
        QHash<GateId, events::Verdict> refused; ///< Newest verdicts on that commit that say no.

        friend bool operator==(const Loop&, const Loop&) = default;
        template <typename V> friend void fields(V& visit, Loop& p)
        {
            visit("issueId", p.issueId);
            visit("repository", p.repository);
            visit("provider", p.provider);
            visit("model", p.model);
            visit("recorded", p.recorded);
            visit("commit", p.commit);
            visit("mergeCommit", p.mergeCommit);
            visit("refused", p.refused);
        }
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
