// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/loop_runner.h"

#include "core/base/log.h"
#include "core/workflow/retry_policy.h"
#include "core/workflow/step_ids.h"

#include <QRandomGenerator>

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
    LiveRecord(Recorder& recorder, Recorder::Live live, StepId step, int attempt)
        : m_recorder(recorder)
        , m_live(std::move(live))
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
            stored = m_recorder
                         .append({payload}, m_live.shared, {u"engine"_s, m_live.causation},
                                 m_live.fence)
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

StepProgress atCursor(const LoopState& state)
{
    const QList<PlannedStep>& plan = state.start.plan;
    return state.cursor >= 0 && state.cursor < plan.size()
        ? state.progress(plan.at(state.cursor).id)
        : StepProgress();
}

QString questionFor(const LoopState& state, const AskPerson& next)
{
    const int index = state.indexOf(next.step);
    const QString name = index < 0 ? next.step.text() : state.start.plan.at(index).name;
    if (next.kind == u"budget"_s) {
        return u"The budget is spent. May \"%1\" cost as much again?"_s.arg(name);
    }
    const int failures = state.failures.value(next.step);
    return failures > 1
        ? u"\"%1\" failed %2 times. Should the agent try again?"_s.arg(name).arg(failures)
        : u"\"%1\" could not be done. Should it be tried again?"_s.arg(name);
}

constexpr std::chrono::minutes ACCOUNT_WAIT(15); // When nobody says how long the limit holds.

/// How long until an account may be used again.
std::chrono::milliseconds accountWait(const Error& error, Timestamp now)
{
    const auto reset = fromIso8601(error.context.value(u"resetsAt"_s).toString());
    return reset && *reset > now ? *reset - now : std::chrono::milliseconds(ACCOUNT_WAIT);
}

Payload failed(const LoopState& state, const RunStep& run, const Error& error)
{
    const LoopId loop = state.start.loopId;
    StepFailed payload{loop,         run.step,       run.attempt, error.code.text(),
                       error.detail, error.retryable};
    if (error.retryable) {
        const auto policy = retryPolicy(state.start.plan.value(state.indexOf(run.step)).settings);
        payload.retryAfterMs = policy
                                   .delay(state.failures.value(run.step) + 1,
                                          QRandomGenerator::global()->generateDouble())
                                   .count();
    }
    return payload;
}

/// The payloads that say how a step ended, after what it did.
QList<Payload> ending(const LoopState& state, const RunStep& run, const steps::StepOutcome& outcome,
                      Timestamp now)
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
        if (outcome.error.code == errors::PROVIDER_QUOTA) {
            payloads.append(StepWaiting{loop, run.step, run.attempt, u"accountLimit"_s,
                                        outcome.error.detail,
                                        accountWait(outcome.error, now).count()});
        } else {
            payloads.append(failed(state, run, outcome.error));
        }
        break;
    case Kind::WaitsForPerson:
        break;
    }
    return payloads;
}

} // namespace

LoopRunner::LoopRunner(EventStore& store, Recorder& recorder, IdSource& ids, const Clock& clock,
                       StepLookup steps)
    : m_store(store)
    , m_recorder(recorder)
    , m_ids(ids)
    , m_clock(clock)
    , m_steps(std::move(steps))
{
}

LoopRunner::Rest LoopRunner::run(const LoopId& loop, const Rights& rights, std::stop_token stop)
{
    Run run{loop, rights.lease, std::move(stop), {}};
    while (!run.stop.stop_requested()) {
        const auto rest = beat(run, rights);
        if (rest && *rest) {
            return **rest;
        }
        // A conflict says that the loop moved meanwhile: read again and decide anew.
        if (!rest && rest.error().code != errors::POSITION_CONFLICT
            && rest.error().code != errors::CANCELLED) {
            log::warning(u"The loop pauses: it cannot be recorded."_s,
                         {{u"loopId"_s, loop.text()},
                          {u"code"_s, rest.error().code.text()},
                          {u"err"_s, rest.error().detail}});
            return {Ending::Failed};
        }
    }
    return {Ending::Stopped};
}

Result<std::optional<LoopRunner::Rest>> LoopRunner::beat(Run& run, const Rights& rights)
{
    TRY(refresh(run.loop, run.state));
    const Decision decision = decide(run.state, m_clock.now());
    if (std::holds_alternative<Over>(decision)) {
        return Rest{Ending::Over};
    }
    if (const auto* wait = std::get_if<WaitFor>(&decision)) {
        return Rest{Ending::Parked, wait->until};
    }
    const auto* next = std::get_if<RunStep>(&decision);
    const bool lands = next != nullptr && next->step == step::MERGE;
    const LandTrain::Right right = lands ? rights.mayLand() : nullptr;
    if (lands && !right) {
        TRY(waitToLand(run, *next));
        return Rest{Ending::Parked};
    }
    TRY(std::visit(
        [&](const auto& chosen) -> Result<> {
            if constexpr (requires { act(run, chosen); }) {
                return act(run, chosen);
            } else {
                return {};
            }
        },
        decision));
    return std::nullopt;
}

Result<> LoopRunner::waitToLand(const Run& run, const RunStep& merge)
{
    if (run.state.waitsFor == u"land"_s) {
        return {};
    }
    return record(run,
                  {StepWaiting{run.state.start.loopId, merge.step, merge.attempt, u"land"_s,
                               u"Another loop merges into %1 now; this one is judged on what that"
                               " one leaves."_s.arg(run.state.start.baseBranch)}});
}

Result<> LoopRunner::refresh(const LoopId& loop, LoopState& state) const
{
    TRY_ASSIGN(const auto news, m_store.read(stateQuery(loop, state.seenUpTo)));
    for (const StoredEvent& stored : news) {
        state.apply(stored);
    }
    return {};
}

Result<> LoopRunner::record(const Run& run, const QList<Payload>& payloads)
{
    const LoopState& state = run.state;
    const AppendGuard guard{{run.lease.clause(), {stateQuery(state.start.loopId), state.seenUpTo}}};
    const auto stored
        = m_recorder.append(payloads, sharedTags(state), {u"engine"_s, state.newest}, guard);
    if (!stored && stored.error().code == errors::POSITION_CONFLICT
        && stored.error().context.value(u"clause"_s).toInt() == 0) {
        return failure(errors::LEASE_LOST, u"Another process runs the loop now."_s);
    }
    return stored.transform([](Position) { });
}

Result<> LoopRunner::recordEnd(Run run, const QList<Payload>& payloads)
{
    const LoopId loop = run.state.start.loopId;
    TRY(m_recorder.flush(loop));
    while (true) {
        auto stored = record(run, payloads);
        if (stored || stored.error().code != errors::POSITION_CONFLICT) {
            return stored;
        }
        // Somebody wrote about this loop meanwhile. Unless that took the step away (a cancel, a
        // decision), what the step did is still true and is recorded after it.
        const int cursor = run.state.cursor;
        const int starts = atCursor(run.state).starts;
        TRY(refresh(loop, run.state));
        const StepProgress progress = atCursor(run.state);
        if (run.state.isOver() || run.state.cursor != cursor || progress.starts != starts
            || progress.status != StepStatus::Running) {
            TRY(recordMerge(run, payloads));
            return stored;
        }
    }
}

// A merge cannot be taken back: it is a fact, whatever was wished while it happened.
Result<> LoopRunner::recordMerge(const Run& run, const QList<Payload>& payloads)
{
    QList<Payload> facts;
    std::ranges::copy_if(payloads, std::back_inserter(facts), [](const Payload& payload) {
        return std::holds_alternative<PullRequestMerged>(payload)
            || std::holds_alternative<IssueClosed>(payload);
    });
    if (facts.isEmpty() || run.state.merged) {
        return {};
    }
    return m_recorder
        .append(facts, sharedTags(run.state), {u"engine"_s, run.state.newest},
                AppendGuard{{run.lease.clause()}})
        .transform([](Position) { });
}

Result<> LoopRunner::act(const Run& run, const RunStep& next)
{
    const LoopId loop = run.state.start.loopId;
    TRY(m_recorder.flush(
        loop)); // What a step finds in the record of its session must be all of it.
    steps::Step* step = m_steps(next.step);
    Run started = run;
    if (!next.resumes) {
        TRY(record(
            run,
            {StepStarted{loop, next.step, next.name, next.attempt, run.lease.lease.generation}}));
        TRY(refresh(loop, started.state));
        if (started.state.isOver() || started.state.cursor != run.state.cursor) {
            return failure(errors::POSITION_CONFLICT); // Somebody moved the loop meanwhile.
        }
    }
    if (!step) {
        return recordEnd(started,
                         {StepFailed{loop, next.step, next.attempt, errors::NOT_FOUND.text(),
                                     u"Nobody provides the step \"%1\"."_s.arg(next.step.text())}});
    }
    LiveRecord listener(
        m_recorder, {loop, sharedTags(started.state), started.state.newest, {{run.lease.clause()}}},
        next.step, next.attempt);
    const steps::StepOutcome outcome = step->run(started.state, next.attempt, listener, run.stop);
    if (outcome.kind == steps::StepOutcome::Kind::Failed && run.stop.stop_requested()) {
        TRY(m_recorder.flush(loop));
        return failure(errors::CANCELLED); // The start stays open: the next run goes on there.
    }
    return recordEnd(started, ending(started.state, next, outcome, m_clock.now()));
}

Result<> LoopRunner::act(const Run& run, const AskPerson& next)
{
    const LoopState& state = run.state;
    ApprovalRequested request;
    request.approvalId = ApprovalId(m_ids.next());
    request.loopId = state.start.loopId;
    request.stepId = next.step;
    request.kind = next.kind;
    request.question = questionFor(state, next);
    request.summary = next.kind == u"budget"_s
        ? u"The agents of this loop have cost $%1 of $%2."_s.arg(
              QString::number(state.spentUsd, 'f', 2), QString::number(state.budgetUsd, 'f', 2))
        : state.progress(next.step).detail;
    request.reasons = next.reasons;
    if (state.code) {
        request.evidence.commit = state.code->commit;
        request.evidence.baseCommit = state.code->baseCommit;
    }
    return record(run, {request});
}

Result<> LoopRunner::act(const Run& run, const RemindPerson& next)
{
    return record(run, {next.reminder});
}

Result<> LoopRunner::act(const Run& run, const Complete& end)
{
    return record(run, {LoopCompleted{run.state.start.loopId, end.summary}});
}

Result<> LoopRunner::act(const Run& run, const GiveUp& end)
{
    return record(run,
                  {LoopFailed{run.state.start.loopId, end.reason.step, end.reason.errorCode,
                              end.reason.detail}});
}

} // namespace tamma::engine
