// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/readmodels/attempts.h"

#include "core/events/catalog.h"
#include "core/workflow/step_ids.h"

namespace tamma::readmodels {

using namespace events;

void Attempts::apply(const StoredEvent& stored)
{
    const Payload& payload = stored.event.payload;
    if (const auto* begun = std::get_if<AgentSessionStarted>(&payload)) {
        take(*begun);
    } else if (const auto* ended = std::get_if<AgentSessionEnded>(&payload)) {
        take(*ended);
    } else if (const auto* code = std::get_if<CodeGenerated>(&payload)) {
        take(*code, stored.event.timestamp);
    } else if (const auto* passed = std::get_if<GatePassed>(&payload)) {
        judge(passed->verdict, true);
    } else if (const auto* failed = std::get_if<GateFailed>(&payload)) {
        judge(failed->verdict, false);
    }
    m_state.apply(stored);
}

void Attempts::take(const AgentSessionStarted& session)
{
    if (session.stepId == workflow::step::CODE_GENERATION) {
        m_session = session.sessionId;
        m_next.prompt = session.prompt;
        m_next.provider = session.provider;
        m_next.model = session.model;
        m_next.recorded = session.recorded;
    }
}

void Attempts::take(const AgentSessionEnded& session)
{
    if (session.sessionId == m_session) {
        m_next.tokens += session.inputTokens + session.outputTokens;
        m_next.costUsd += session.costUsd;
        m_next.durationMs += session.durationMs;
    }
}

void Attempts::take(const CodeGenerated& code, Timestamp at)
{
    m_next.number = code.attempt;
    m_next.reasons = m_state.feedback; // As it was before this event.
    m_next.commit = code.commit;
    m_next.baseCommit = code.baseCommit;
    m_next.summary = code.summary;
    m_next.files = static_cast<int>(code.filesChanged.size());
    m_next.linesAdded = code.linesAdded;
    m_next.linesRemoved = code.linesRemoved;
    m_next.at = at;
    m_rows.append(std::exchange(m_next, {}));
}

void Attempts::judge(const Verdict& verdict, bool passed)
{
    const auto judged = std::ranges::find(m_rows, verdict.commit, &AttemptStory::commit);
    if (judged == m_rows.end()) {
        return;
    }
    const auto same = std::ranges::find(judged->gates, verdict.gateId,
                                        [](const JudgedGate& gate) { return gate.verdict.gateId; });
    if (same != judged->gates.end()) {
        *same = {verdict, passed};
    } else {
        judged->gates.append({verdict, passed});
    }
}

QStringList attemptEventTypes()
{
    return workflow::loopStateEventTypes()
        + QStringList{catalog::typeNameOf<AgentSessionStarted>()};
}

} // namespace tamma::readmodels
