// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/readmodels/agents.h"

namespace tamma::readmodels {

using namespace events;
using namespace Qt::StringLiterals;

void Agents::apply(const StoredEvent& stored)
{
    const Payload& payload = stored.event.payload;
    if (const auto* start = std::get_if<AgentSessionStarted>(&payload)) {
        begin(*start, stored.event);
    } else if (const auto* ended = std::get_if<AgentSessionEnded>(&payload)) {
        end(*ended);
    } else if (const auto* step = std::get_if<StepStarted>(&payload)) {
        loseSessionsOf(step->loopId); // A crash took them; a loop has one step at a time.
    } else if (std::holds_alternative<LoopCompleted>(payload)
               || std::holds_alternative<LoopFailed>(payload)) {
        loseSessionsOf(LoopId(stored.event.tags.value(tag::LOOP)));
    }
}

void Agents::begin(const AgentSessionStarted& start, const Event& event)
{
    AgentSession session;
    session.id = start.sessionId;
    session.loopId = start.loopId;
    session.issueId = IssueId(event.tags.value(tag::ISSUE));
    session.stepId = start.stepId;
    session.provider = start.provider;
    session.model = start.model;
    session.recorded = start.recorded;
    session.startedAt = event.timestamp;
    m_running.insert(start.sessionId, session);
}

void Agents::end(const AgentSessionEnded& ended)
{
    const auto found = m_running.find(ended.sessionId);
    if (found == m_running.end()) {
        return;
    }
    AgentSession session = *found;
    m_running.erase(found);
    session.outcome = ended.outcome;
    session.inputTokens = ended.inputTokens;
    session.outputTokens = ended.outputTokens;
    session.costUsd = ended.costUsd;
    session.durationMs = ended.durationMs;
    m_newest.append(session);
    if (m_newest.size() > SESSIONS_KEPT) {
        m_newest.removeFirst();
    }
    if (session.recorded) {
        return;
    }
    AgentTotals& totals = m_totals[{session.provider, session.model}];
    ++totals.sessions;
    totals.failures += ended.outcome == u"completed"_s ? 0 : 1;
    totals.inputTokens += ended.inputTokens;
    totals.outputTokens += ended.outputTokens;
    totals.costUsd += ended.costUsd;
    totals.durationMs += ended.durationMs;
}

void Agents::loseSessionsOf(const LoopId& loop)
{
    m_running.removeIf([&loop](const auto& entry) { return entry.value().loopId == loop; });
}

} // namespace tamma::readmodels
