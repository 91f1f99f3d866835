// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/steps/agent_session.h"

namespace tamma::steps {

using namespace Qt::StringLiterals;
using providers::AgentOutcome;

namespace {

/// Passes the transcript on under the id of its session.
class Transcript final : public providers::AgentListener {
public:
    Transcript(StepListener& listener, SessionId session)
        : m_listener(listener)
        , m_session(std::move(session))
    {
    }

    void onEntry(const events::TranscriptEntry& entry) override
    {
        m_listener.onTranscript(m_session, entry);
    }

private:
    StepListener& m_listener;
    SessionId m_session;
};

QString wordFor(AgentOutcome::Kind kind)
{
    switch (kind) {
    case AgentOutcome::Kind::Completed:
        return u"completed"_s;
    case AgentOutcome::Kind::Interrupted:
        return u"interrupted"_s;
    case AgentOutcome::Kind::LimitReached:
        return u"limitReached"_s;
    case AgentOutcome::Kind::Refused:
        return u"refused"_s;
    case AgentOutcome::Kind::Failed:
        break;
    }
    return u"failed"_s;
}

events::AgentSessionEnded ended(const providers::AgentTask& task, const AgentOutcome& outcome)
{
    const bool isWell = outcome.kind == AgentOutcome::Kind::Completed;
    return {task.loopId,
            task.sessionId,
            wordFor(outcome.kind),
            isWell ? QString() : outcome.error.code.text(),
            isWell ? QString() : outcome.error.detail,
            outcome.inputTokens,
            outcome.outputTokens,
            outcome.costUsd,
            outcome.duration.count()};
}

} // namespace

Result<AgentOutcome> runSession(const StepServices& services, const StepRun& run,
                                const SessionRequest& request)
{
    const workflow::LoopState& state = run.state;
    const QString own = state.setting(request.step, u"provider"_s);
    const QString named = own.isEmpty() ? state.start.provider : own;
    providers::AiProvider* provider = services.provider(ProviderId(named.section(u':', 0, 0)));
    if (provider == nullptr) {
        return failure(errors::PROVIDER_NOT_INSTALLED,
                       u"There is no provider \"%1\"."_s.arg(named.section(u':', 0, 0)));
    }
    providers::AgentTask task;
    task.sessionId = SessionId(services.ids.next());
    task.loopId = state.start.loopId;
    task.stepId = request.step;
    task.attempt = request.turn;
    task.purpose = request.purpose;
    task.prompt = request.prompt;
    task.workFolder = request.workFolder;
    task.schema = request.schema;
    task.model = state.setting(request.step, u"model"_s);
    task.recording = named.section(u':', 1);
    if (const int seconds = state.setting(request.step, u"timeoutSeconds"_s).toInt(); seconds > 0) {
        task.limits.wall = std::chrono::seconds(seconds);
    }

    run.listener.onSessionStarted({task.loopId, task.stepId, task.sessionId, provider->id().text(),
                                   task.model, provider->isRecorded(), task.prompt});
    Transcript transcript(run.listener, task.sessionId);
    auto outcome = provider->run(task, transcript, run.stop);
    if (!outcome) {
        run.listener.onSessionEnded(
            ended(task, {.kind = AgentOutcome::Kind::Failed, .error = outcome.error()}));
        return outcome;
    }
    run.listener.onSessionEnded(ended(task, *outcome));
    if (run.stop.stop_requested()) {
        return failure(errors::CANCELLED);
    }
    if (outcome->kind != AgentOutcome::Kind::Completed) {
        return std::unexpected(outcome->error);
    }
    return outcome;
}

} // namespace tamma::steps
