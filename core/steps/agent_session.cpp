// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/steps/agent_session.h"

#include "core/events/catalog.h"

namespace tamma::steps {

using namespace Qt::StringLiterals;
using providers::AgentOutcome;

namespace {

/// Passes the transcript on under the id of its session, but for what the record has already.
class Transcript final : public providers::AgentListener {
public:
    Transcript(StepListener& listener, SessionId session, qsizetype recorded)
        : m_listener(listener)
        , m_session(std::move(session))
        , m_recorded(recorded)
    {
    }

    void onEntry(const events::TranscriptEntry& entry) override
    {
        if (m_recorded > 0) {
            --m_recorded;
            return;
        }
        m_listener.onTranscript(m_session, entry);
    }

private:
    StepListener& m_listener;
    SessionId m_session;
    qsizetype m_recorded; // Entries that are still to be left out.
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

events::AgentSessionEnded ended(const LoopId& loop, const SessionId& session,
                                const AgentOutcome& outcome)
{
    const bool isWell = outcome.kind == AgentOutcome::Kind::Completed;
    return {loop,
            session,
            wordFor(outcome.kind),
            isWell ? QString() : outcome.error.code.text(),
            isWell ? QString() : outcome.error.detail,
            outcome.inputTokens,
            outcome.outputTokens,
            outcome.costUsd,
            outcome.duration.count()};
}

/// Who works, and on what. The task's session is named later.
struct Work {
    providers::AiProvider& provider;
    providers::AgentTask task;
};

Result<Work> workOf(const StepServices& services, const workflow::LoopState& state,
                    const SessionRequest& request)
{
    const QString own = state.setting(request.step, u"provider"_s);
    const QString named = own.isEmpty() ? state.start.provider : own;
    providers::AiProvider* provider = services.provider(ProviderId(named.section(u':', 0, 0)));
    if (provider == nullptr) {
        return failure(errors::PROVIDER_NOT_INSTALLED,
                       u"There is no provider \"%1\"."_s.arg(named.section(u':', 0, 0)));
    }
    providers::AgentTask task;
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
    return Work{*provider, task};
}

/// A session that began and has no end in the record.
struct OpenSession {
    events::AgentSessionStarted began;
    bool isStale = false; ///< A person wanted something again since.
};

/// The open sessions of this loop and step, oldest first.
Result<QList<OpenSession>> openSessions(const events::EventStore& record,
                                        const providers::AgentTask& task)
{
    const QStringList types{events::catalog::typeNameOf<events::AgentSessionStarted>(),
                            events::catalog::typeNameOf<events::AgentSessionEnded>(),
                            events::catalog::typeNameOf<events::StepRerunRequested>()};
    TRY_ASSIGN(const auto all,
               record.read({{{types, {{events::tag::LOOP, task.loopId.text()}}}}, {}}));
    QList<OpenSession> open;
    for (const events::StoredEvent& stored : all) {
        const events::Payload& payload = stored.event.payload;
        if (const auto* began = std::get_if<events::AgentSessionStarted>(&payload);
            began && began->stepId == task.stepId) {
            open.append({*began});
        } else if (const auto* end = std::get_if<events::AgentSessionEnded>(&payload)) {
            open.removeIf([end](const OpenSession& one) {
                return one.began.sessionId == end->sessionId;
            });
        } else if (std::holds_alternative<events::StepRerunRequested>(payload)) {
            std::ranges::for_each(open, [](OpenSession& one) { one.isStale = true; });
        }
    }
    return open;
}

/// Which of the open sessions is the one of this task and goes on; an empty id for none.
SessionId goingOn(const QList<OpenSession>& open, const Work& work)
{
    providers::AgentTask task = work.task;
    for (const auto& [began, isStale] : open) {
        task.sessionId = began.sessionId;
        if (!isStale && began.turn == task.attempt && work.provider.hasSession(task)) {
            return began.sessionId;
        }
    }
    return {};
}

Result<qsizetype> recordedEntries(const events::EventStore& record, const SessionId& session)
{
    TRY_ASSIGN(const auto pieces,
               record.read({{{{events::catalog::typeNameOf<events::TranscriptAppended>()},
                              {{events::tag::SESSION, session.text()}}}},
                            {}}));
    qsizetype count = 0;
    for (const events::StoredEvent& stored : pieces) {
        count += std::get<events::TranscriptAppended>(stored.event.payload).entries.size();
    }
    return count;
}

const AgentOutcome LOST{
    .kind = AgentOutcome::Kind::Interrupted,
    .error = {.code = errors::PROVIDER_CRASHED, .detail = u"Tamma was ended while it ran."_s}};

} // namespace

Result<bool> sessionGoesOn(const StepServices& services, const StepRun& run,
                           const SessionRequest& request)
{
    TRY_ASSIGN(const Work work, workOf(services, run.state, request));
    TRY_ASSIGN(const auto open, openSessions(services.record, work.task));
    return !goingOn(open, work).isEmpty();
}

Result<AgentOutcome> runSession(const StepServices& services, const StepRun& run,
                                const SessionRequest& request)
{
    TRY_ASSIGN(Work work, workOf(services, run.state, request));
    TRY_ASSIGN(const auto open, openSessions(services.record, work.task));
    providers::AgentTask& task = work.task;
    task.sessionId = goingOn(open, work);
    for (const OpenSession& session : open) {
        if (session.began.sessionId != task.sessionId) {
            run.listener.onSessionEnded(ended(task.loopId, session.began.sessionId, LOST));
        }
    }
    qsizetype recorded = 0;
    if (task.sessionId.isEmpty()) {
        if (run.stop.stop_requested()) {
            return failure(errors::CANCELLED); // Nobody would end what begins now.
        }
        task.sessionId = SessionId(services.ids.next());
        run.listener.onSessionStarted({task.loopId, task.stepId, task.sessionId,
                                       work.provider.id().text(), task.model,
                                       work.provider.isRecorded(), task.prompt, task.attempt});
    } else {
        TRY_ASSIGN(recorded, recordedEntries(services.record, task.sessionId));
    }
    Transcript transcript(run.listener, task.sessionId, recorded);
    auto outcome = work.provider.run(task, transcript, run.stop);
    if (!outcome && outcome.error().code == errors::CANCELLED) {
        return outcome; // The agent works on: this is not the session's end.
    }
    if (!outcome) {
        run.listener.onSessionEnded(
            ended(task.loopId, task.sessionId,
                  {.kind = AgentOutcome::Kind::Failed, .error = outcome.error()}));
        return outcome;
    }
    run.listener.onSessionEnded(ended(task.loopId, task.sessionId, *outcome));
    if (run.stop.stop_requested()) {
        return failure(errors::CANCELLED);
    }
    if (outcome->kind != AgentOutcome::Kind::Completed) {
        return std::unexpected(outcome->error);
    }
    return outcome;
}

} // namespace tamma::steps
