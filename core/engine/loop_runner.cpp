// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/loop_runner.h"

#include "core/base/log.h"

namespace tamma::engine {

using namespace events;
using namespace workflow;
using namespace Qt::StringLiterals;

namespace {

EventQuery stateQuery(const LoopId& loop, Position after = {})
{
    static const QStringList types = loopStateEventTypes();
    return {{{types, {{tag::LOOP, loop.text()}}}}, after};
}

Tags sharedTags(const LoopState& state)
{
    return {{tag::LOOP, state.start.loopId.text()},
            {tag::ISSUE, state.start.issueId.text()},
            {tag::WORKFLOW, state.start.workflow},
            {tag::MODE, state.start.mode}};
}

/// Hands what a step says to the recorder while the step runs.
class LiveRecord final : public steps::StepListener {
public:
    LiveRecord(Recorder& recorder, const LoopState& state, StepId step, int attempt)
        : m_recorder(recorder)
        , m_live{state.start.loopId, sharedTags(state), state.newest}
        , m_step(std::move(step))
        , m_attempt(attempt)
    {
    }

    void onLog(const QString& text) override
    {
        m_recorder.appendLive(m_live, GateLogAppended{m_live.loop, m_step, m_attempt, text});
    }
    void onSessionStarted(const AgentSessionStarted& session) override { appendNow(session); }
    void onTranscript(const SessionId& session, const TranscriptEntry& entry) override
    {
        m_recorder.appendLive(m_live, TranscriptAppended{m_live.loop, session, {entry}});
    }
    void onSessionEnded(const AgentSessionEnded& session) override { appendNow(session); }

private:
    void appendNow(const Payload& payload)
    {
        auto stored = m_recorder.flush(m_live.loop);
        if (stored) {
            stored = m_recorder.append({payload}, m_live.shared, {u"engine"_s, m_live.causation})
                         .transform([](Position) { });
        }
        if (!stored) {
            log::warning(u"A session's begin or end could not be stored."_s,
                         {{u"loopId"_s, m_live.loop.text()}, {u"err"_s, stored.error().detail}});
        }
    }

    Recorder& m_recorder;
    Recorder::Live m_live;
    StepId m_step;
    int m_attempt;
};

/// The payloads that say how a step ended, after what it did.
QList<Payload> ending(const LoopState& state, const RunStep& run, const steps::StepOutcome& outcome)
{
    using Kind = steps::StepOutcome::Kind;
    QList<Payload> payloads = outcome.payloads;
    const LoopId loop = state.start.loopId;
    switch (outcome.kind) {
    case Kind::Completed:
    case Kind::Skipped:
        payloads.append(StepCompleted{loop, run.step, run.attempt, outcome.kind == Kind::Skipped,
                                      outcome.summary});
        break;
    case Kind::Failed:
        payloads.append(StepFailed{loop, run.step, run.attempt, outcome.error.code.text(),
                                   outcome.error.detail, outcome.error.retryable});
        break;
    case Kind::WaitsForPerson:
        break;
    }
    return payloads;
}

} // namespace

LoopRunner::LoopRunner(EventStore& store, Recorder& recorder, IdSource& ids, StepLookup steps)
    : m_store(store)
    , m_recorder(recorder)
    , m_ids(ids)
    , m_steps(std::move(steps))
{
}

LoopRunner::Ending LoopRunner::run(const LoopId& loop, std::stop_token stop)
{
    LoopState state;
    while (!stop.stop_requested()) {
        auto done = refresh(loop, state);
        if (done) {
            const Decision decision = decide(state);
            if (std::holds_alternative<Over>(decision)) {
                return Ending::Over;
            }
            if (std::holds_alternative<WaitForPerson>(decision)) {
                return Ending::Parked;
            }
            if (const auto* next = std::get_if<RunStep>(&decision)) {
                done = act(state, *next, stop);
            } else if (const auto* help = std::get_if<Escalate>(&decision)) {
                done = act(state, *help);
            } else if (const auto* complete = std::get_if<Complete>(&decision)) {
                done = record(state, {LoopCompleted{loop, complete->summary}});
            } else if (const auto* lost = std::get_if<GiveUp>(&decision)) {
                done = record(state, {LoopFailed{loop, lost->step, lost->errorCode, lost->detail}});
            }
        }
        // A conflict says that the loop moved meanwhile: read again and decide anew.
        if (!done && done.error().code != errors::POSITION_CONFLICT
            && done.error().code != errors::CANCELLED) {
            log::warning(u"The loop pauses: the record cannot be used."_s,
                         {{u"loopId"_s, loop.text()}, {u"err"_s, done.error().detail}});
            return Ending::Failed;
        }
    }
    return Ending::Stopped;
}

Result<> LoopRunner::refresh(const LoopId& loop, LoopState& state) const
{
    TRY_ASSIGN(const auto news, m_store.read(stateQuery(loop, state.seenUpTo)));
    for (const StoredEvent& stored : news) {
        state.apply(stored);
    }
    return {};
}

Result<> LoopRunner::record(const LoopState& state, const QList<Payload>& payloads)
{
    const auto guard = AppendGuard::unchanged(stateQuery(state.start.loopId), state.seenUpTo);
    TRY(m_recorder.append(payloads, sharedTags(state), {u"engine"_s, state.newest}, guard));
    return {};
}

Result<> LoopRunner::recordEnd(LoopState state, const QList<Payload>& payloads)
{
    TRY(m_recorder.flush(state.start.loopId));
    while (true) {
        auto stored = record(state, payloads);
        if (stored || stored.error().code != errors::POSITION_CONFLICT) {
            return stored;
        }
        // Somebody wrote about this loop meanwhile. Unless that took the step away (a cancel, a
        // decision), what the step did is still true and is recorded after it.
        const int cursor = state.cursor;
        TRY(refresh(state.start.loopId, state));
        if (state.isOver() || state.cursor != cursor) {
            return stored;
        }
    }
}

Result<> LoopRunner::act(const LoopState& state, const RunStep& next, std::stop_token stop)
{
    const LoopId loop = state.start.loopId;
    steps::Step* step = m_steps(next.step);
    LoopState started = state;
    if (!next.resumes) {
        TRY(record(state, {StepStarted{loop, next.step, next.name, next.attempt}}));
        TRY(refresh(loop, started));
        if (started.isOver() || started.cursor != state.cursor) {
            return failure(errors::POSITION_CONFLICT); // Another runner ended it meanwhile.
        }
    }
    if (!step) {
        return recordEnd(started,
                         {StepFailed{loop, next.step, next.attempt, errors::NOT_FOUND.text(),
                                     u"Nobody provides the step \"%1\"."_s.arg(next.step.text())}});
    }
    LiveRecord listener(m_recorder, started, next.step, next.attempt);
    const steps::StepOutcome outcome = step->run(started, next.attempt, listener, stop);
    if (outcome.kind == steps::StepOutcome::Kind::Failed && stop.stop_requested()) {
        TRY(m_recorder.flush(loop));
        return failure(errors::CANCELLED); // The start stays open: the next run goes on there.
    }
    return recordEnd(started, ending(started, next, outcome));
}

Result<> LoopRunner::act(const LoopState& state, const Escalate& next)
{
    const int index = state.indexOf(next.step);
    const QString name = index < 0 ? next.step.text() : state.start.plan.at(index).name;
    const int failures = state.failures.value(next.step);
    ApprovalRequested request;
    request.approvalId = ApprovalId(m_ids.next());
    request.loopId = state.start.loopId;
    request.stepId = next.step;
    request.kind = u"escalation"_s;
    request.question = failures > 1
        ? u"\"%1\" failed %2 times. Should the agent try again?"_s.arg(name).arg(failures)
        : u"\"%1\" could not be done. Should it be tried again?"_s.arg(name);
    request.summary = state.progress(next.step).detail;
    request.reasons = next.reasons;
    if (state.code) {
        request.evidence.commit = state.code->commit;
        request.evidence.baseCommit = state.code->baseCommit;
    }
    return record(state, {request});
}

} // namespace tamma::engine
