// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/readmodels/attempts.h"

#include "core/events/catalog.h"
#include "core/workflow/step_ids.h"

namespace tamma::readmodels {

using namespace events;

void Attempts::apply(const StoredEvent& stored)
{
    const LoopId loop(stored.event.tags.value(tag::LOOP));
    if (loop.isEmpty()) {
        return;
    }
    Making& making = m_making[loop];
    const Payload& payload = stored.event.payload;
    if (const auto* begun = std::get_if<AgentSessionStarted>(&payload)) {
        take(making, *begun);
    } else if (const auto* ended = std::get_if<AgentSessionEnded>(&payload)) {
        take(making, *ended);
    } else if (const auto* code = std::get_if<CodeGenerated>(&payload)) {
        take(making, *code, stored.event.timestamp);
    } else if (const auto* passed = std::get_if<GatePassed>(&payload)) {
        judge(loop, {passed->verdict, true});
    } else if (const auto* failed = std::get_if<GateFailed>(&payload)) {
        judge(loop, {failed->verdict, false});
    }
    making.state.apply(stored);
}

void Attempts::take(Making& making, const AgentSessionStarted& session)
{
    if (session.stepId == workflow::step::CODE_GENERATION) {
        making.session = session.sessionId;
        making.next.prompt = session.prompt;
        making.next.provider = session.provider;
        making.next.model = session.model;
        making.next.recorded = session.recorded;
    }
}

void Attempts::take(Making& making, const AgentSessionEnded& session)
{
    if (session.sessionId == making.session) {
        making.next.tokens += session.inputTokens + session.outputTokens;
        making.next.costUsd += session.costUsd;
        making.next.durationMs += session.durationMs;
    }
}

void Attempts::take(Making& making, const CodeGenerated& code, Timestamp at)
{
    AttemptStory done = std::exchange(making.next, {});
    done.loopId = code.loopId;
    done.number = code.attempt;
    done.reasons = making.state.feedback; // As it was before this event.
    done.commit = code.commit;
    done.baseCommit = code.baseCommit;
    done.summary = code.summary;
    done.files = static_cast<int>(code.filesChanged.size());
    done.linesAdded = code.linesAdded;
    done.linesRemoved = code.linesRemoved;
    done.at = at;
    m_rows.append(std::move(done));
}

void Attempts::judge(const LoopId& loop, const JudgedGate& gate)
{
    const auto judged = std::ranges::find_if(m_rows, [&](const AttemptStory& row) {
        return row.loopId == loop && row.commit == gate.verdict.commit;
    });
    if (judged == m_rows.end()) {
        return;
    }
    const auto same = std::ranges::find(judged->gates, gate.verdict.gateId,
                                        [](const JudgedGate& one) { return one.verdict.gateId; });
    if (same != judged->gates.end()) {
        *same = gate;
    } else {
        judged->gates.append(gate);
    }
}

QStringList attemptEventTypes()
{
    return workflow::loopStateEventTypes()
        + QStringList{catalog::typeNameOf<AgentSessionStarted>()};
}

} // namespace tamma::readmodels
