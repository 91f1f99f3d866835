// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/readmodels/metrics.h"

namespace tamma::readmodels {

using namespace events;
using namespace Qt::StringLiterals;

MetricCounts& MetricCounts::operator+=(const MetricCounts& other)
{
    loopsStarted += other.loopsStarted;
    loopsCompleted += other.loopsCompleted;
    loopsFailed += other.loopsFailed;
    loopsCancelled += other.loopsCancelled;
    autonomous += other.autonomous;
    leadTimeMs += other.leadTimeMs;
    approvalsRequested += other.approvalsRequested;
    approvalsDecided += other.approvalsDecided;
    approvalWaitMs += other.approvalWaitMs;
    attempts += other.attempts;
    retries += other.retries;
    gateRuns += other.gateRuns;
    gateFailures += other.gateFailures;
    inputTokens += other.inputTokens;
    outputTokens += other.outputTokens;
    costUsd += other.costUsd;
    return *this;
}

void Metrics::apply(const StoredEvent& stored)
{
    std::visit([&](const auto& payload) { take(payload, stored.event.timestamp); },
               stored.event.payload);
}

MetricCounts Metrics::total(qint64 first, qint64 last) const
{
    MetricCounts sum;
    for (auto day = m_days.lowerBound(first); day != m_days.end() && day.key() <= last; ++day) {
        sum += *day;
    }
    return sum;
}

MetricCounts& Metrics::on(Timestamp moment)
{
    return m_days[std::chrono::floor<std::chrono::days>(moment).time_since_epoch().count()];
}

void Metrics::take(const LoopStarted& start, Timestamp at)
{
    if (!m_loops.contains(start.loopId)) {
        m_loops.insert(start.loopId, {at});
        ++on(at).loopsStarted;
    }
}

void Metrics::take(const LoopCompleted& end, Timestamp at)
{
    if (const auto loop = m_loops.constFind(end.loopId); loop != m_loops.constEnd()) {
        MetricCounts& day = on(at);
        ++day.loopsCompleted;
        day.autonomous += loop->helped ? 0 : 1;
        day.leadTimeMs += (at - loop->startedAt).count();
        m_loops.erase(loop);
    }
}

void Metrics::take(const LoopFailed& end, Timestamp at)
{
    on(at).loopsFailed += m_loops.remove(end.loopId) ? 1 : 0;
}

void Metrics::take(const LoopCancelled& end, Timestamp at)
{
    on(at).loopsCancelled += m_loops.remove(end.loopId) ? 1 : 0;
}

void Metrics::take(const ApprovalRequested& request, Timestamp at)
{
    ++on(at).approvalsRequested;
    m_approvals.insert(request.approvalId, at);
    const auto loop = m_loops.find(request.loopId);
    if (loop != m_loops.end() && request.kind != u"merge"_s) {
        loop->helped = true;
    }
}

void Metrics::take(const ApprovalGranted& granted, Timestamp at)
{
    decide(granted.approvalId, at);
}

void Metrics::take(const ApprovalRejected& rejected, Timestamp at)
{
    decide(rejected.approvalId, at);
}

void Metrics::take(const ApprovalVoided& voided, Timestamp)
{
    m_approvals.remove(voided.approvalId);
}

void Metrics::decide(const ApprovalId& approval, Timestamp at)
{
    if (const auto asked = m_approvals.constFind(approval); asked != m_approvals.constEnd()) {
        MetricCounts& day = on(at);
        ++day.approvalsDecided;
        day.approvalWaitMs += (at - *asked).count();
        m_approvals.erase(asked);
    }
}

void Metrics::take(const CodeGenerated& code, Timestamp at)
{
    MetricCounts& day = on(at);
    ++day.attempts;
    day.retries += code.attempt > 1 ? 1 : 0;
}

void Metrics::take(const GatePassed&, Timestamp at)
{
    ++on(at).gateRuns;
}

void Metrics::take(const GateFailed&, Timestamp at)
{
    MetricCounts& day = on(at);
    ++day.gateRuns;
    ++day.gateFailures;
}

void Metrics::take(const AgentSessionEnded& ended, Timestamp at)
{
    MetricCounts& day = on(at);
    day.inputTokens += ended.inputTokens;
    day.outputTokens += ended.outputTokens;
    day.costUsd += ended.costUsd;
}

} // namespace tamma::readmodels
