// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/readmodels/gate_history.h"

namespace tamma::readmodels {

using namespace events;

void GateHistory::apply(const StoredEvent& stored)
{
    if (const auto* gate = std::get_if<GatePassed>(&stored.event.payload)) {
        judge(stored, gate->verdict, true);
    } else if (const auto* refusal = std::get_if<GateFailed>(&stored.event.payload)) {
        judge(stored, refusal->verdict, false);
    }
}

void GateHistory::judge(const StoredEvent& stored, const Verdict& verdict, bool passed)
{
    GateTotals& totals = m_totals[verdict.gateId];
    ++totals.runs;
    totals.failures += passed ? 0 : 1;
    totals.timeouts += verdict.timedOut ? 1 : 0;
    totals.durationMs += verdict.durationMs;
    const Tags& tags = stored.event.tags;
    m_newest.append({stored.position, LoopId(tags.value(tag::LOOP)),
                     IssueId(tags.value(tag::ISSUE)), verdict.gateId, verdict.stepId,
                     verdict.attempt, verdict.commit, passed, verdict.timedOut,
                     static_cast<int>(verdict.findings.size()), verdict.durationMs, verdict.summary,
                     stored.event.timestamp});
    if (m_newest.size() > RUNS_KEPT) {
        m_newest.removeFirst();
    }
}

} // namespace tamma::readmodels
