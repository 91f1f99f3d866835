// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/events/payload_fields.h"

#include <QHash>
#include <QMap>

namespace tamma::readmodels {

/// What happened in a span of time; add them up for a longer one.
///
/// Units    Sums, so that means of longer spans can be made: leadTimeMs / loopsCompleted.
struct MetricCounts {
    int loopsStarted = 0;
    int loopsCompleted = 0;
    int loopsFailed = 0;
    int loopsCancelled = 0;
    int autonomous = 0; ///< Completed loops in which no person was asked for help (an escalation or
                        ///< a clarification); the approval of the change is no help.
    qint64 leadTimeMs = 0; ///< From start to end of the completed loops.
    int approvalsRequested = 0;
    int approvalsDecided = 0; ///< Granted or rejected.
    qint64 approvalWaitMs = 0; ///< From request to decision of those.
    int attempts = 0;
    int retries = 0; ///< Attempts after the first of a loop.
    int gateRuns = 0;
    int gateFailures = 0;
    qint64 inputTokens = 0;
    qint64 outputTokens = 0;
    double costUsd = 0;

    MetricCounts& operator+=(const MetricCounts& other);

    friend bool operator==(const MetricCounts&, const MetricCounts&) = default;
    template <typename V> friend void fields(V& visit, MetricCounts& p)
    {
        visit("loopsStarted", p.loopsStarted);
        visit("loopsCompleted", p.loopsCompleted);
        visit("loopsFailed", p.loopsFailed);
        visit("loopsCancelled", p.loopsCancelled);
        visit("autonomous", p.autonomous);
        visit("leadTimeMs", p.leadTimeMs);
        visit("approvalsRequested", p.approvalsRequested);
        visit("approvalsDecided", p.approvalsDecided);
        visit("approvalWaitMs", p.approvalWaitMs);
        visit("attempts", p.attempts);
        visit("retries", p.retries);
        visit("gateRuns", p.gateRuns);
        visit("gateFailures", p.gateFailures);
        visit("inputTokens", p.inputTokens);
        visit("outputTokens", p.outputTokens);
        visit("costUsd", p.costUsd);
    }
};

/// Counts of every day: a pure fold. What takes time counts on the day of its end.
///
/// Units    Days are days since 1970-01-01, UTC.
class Metrics {
public:
    void apply(const events::StoredEvent& stored);

    [[nodiscard]] const QMap<qint64, MetricCounts>& days() const { return m_days; }

    /// Adds up the days from `first` to `last`, both included.
    [[nodiscard]] MetricCounts total(qint64 first, qint64 last) const;

    friend bool operator==(const Metrics&, const Metrics&) = default;

private:
    struct LiveLoop {
        Timestamp startedAt{};
        bool helped = false;

        friend bool operator==(const LiveLoop&, const LiveLoop&) = default;
        template <typename V> friend void fields(V& visit, LiveLoop& p)
        {
            visit("startedAt", p.startedAt);
            visit("helped", p.helped);
        }
    };
    template <typename V> friend void fields(V& visit, Metrics& p)
    {
        visit("days", p.m_days);
        visit("loops", p.m_loops);
        visit("approvals", p.m_approvals);
    }

    // Everything else does not count.
    template <typename T> void take(const T&, Timestamp) { }
    void take(const events::LoopStarted& start, Timestamp at);
    void take(const events::LoopCompleted& end, Timestamp at);
    void take(const events::LoopFailed& end, Timestamp at);
    void take(const events::LoopCancelled& end, Timestamp at);
    void take(const events::ApprovalRequested& request, Timestamp at);
    void take(const events::ApprovalGranted& granted, Timestamp at);
    void take(const events::ApprovalRejected& rejected, Timestamp at);
    void take(const events::ApprovalVoided& voided, Timestamp at);
    void take(const events::CodeGenerated& code, Timestamp at);
    void take(const events::GatePassed& gate, Timestamp at);
    void take(const events::GateFailed& gate, Timestamp at);
    void take(const events::AgentSessionEnded& ended, Timestamp at);
    void decide(const ApprovalId& approval, Timestamp at);
    [[nodiscard]] MetricCounts& on(Timestamp moment);

    QMap<qint64, MetricCounts> m_days;
    QHash<LoopId, LiveLoop> m_loops;
    QHash<ApprovalId, Timestamp> m_approvals; // Open ones, and since when.
};

} // namespace tamma::readmodels
