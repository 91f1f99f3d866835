// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/providers/playback/playback_provider.h"

#include "core/providers/playback/work_folder.h"
#include "core/providers/structured_answer.h"

namespace tamma::providers {
namespace {

using Kind = AgentOutcome::Kind;

Result<const RecordedSession*> sessionFor(const Recording& recording, const AgentTask& task)
{
    int seen = 0;
    for (const RecordedSession& session : recording.sessions) {
        if (session.stepId == task.stepId && ++seen == task.attempt) {
            return &session;
        }
    }
    return failure(errors::RECORDING_EXHAUSTED,
                   QStringLiteral("The recording \"%1\" has %2 sessions of %3, so none for "
                                  "attempt %4.")
                       .arg(task.recording)
                       .arg(seen)
                       .arg(task.stepId.text())
                       .arg(task.attempt));
}

AgentOutcome cutShort(const RecordedSession& session, Kind kind, Error error)
{
    AgentOutcome outcome{.kind = kind, .error = std::move(error)};
    outcome.model = session.outcome.model;
    return outcome;
}

// A recording may be older than the schema that its answer must fit today.
AgentOutcome checked(AgentOutcome outcome, const AgentTask& task)
{
    if (task.purpose != Purpose::Structured || outcome.kind != Kind::Completed) {
        return outcome;
    }
    if (auto answer = structuredAnswer(outcome.structured, outcome.text, task.schema)) {
        outcome.structured = *answer;
    } else {
        outcome.kind = Kind::Failed;
        outcome.error = answer.error();
    }
    return outcome;
}

} // namespace

PlaybackProvider::PlaybackProvider(QString recordings, PlaybackSpeed speed)
    : m_library(std::move(recordings))
    , m_speed(speed)
{
}

Detection PlaybackProvider::detect() const
{
    return {.usable = true,
            .version = QStringLiteral(TAMMA_VERSION),
            .login = QStringLiteral("not needed")};
}

Result<> PlaybackProvider::accepts(const QString& recording) const
{
    TRY(m_library.find(recording));
    return {};
}

bool PlaybackProvider::waitFor(qint64 recordedMs, const std::stop_token& stop) const
{
    if (m_speed.factor > 0 && recordedMs > 0) {
        std::mutex mutex;
        std::condition_variable_any woken;
        std::unique_lock lock(mutex);
        const auto time = std::chrono::duration<double, std::milli>(static_cast<double>(recordedMs)
                                                                    / m_speed.factor);
        woken.wait_for(lock, stop, time, [] { return false; });
    }
    return !stop.stop_requested();
}

Result<AgentOutcome> PlaybackProvider::run(const AgentTask& task, AgentListener& listener,
                                           std::stop_token stop)
{
    TRY_ASSIGN(const auto recording, m_library.find(task.recording));
    TRY_ASSIGN(const RecordedSession* const session, sessionFor(*recording, task));
    const Error stopped{.code = errors::CANCELLED, .detail = QStringLiteral("Stopped on request.")};
    qint64 now = 0;
    for (const RecordedEntry& entry : session->entries) {
        if (!waitFor(entry.said.sinceStartMs - now, stop)) {
            return cutShort(*session, Kind::Interrupted, stopped);
        }
        now = entry.said.sinceStartMs;
        if (entry.edit) {
            if (const auto done = applyEdit(task.workFolder, *entry.edit); !done) {
                return cutShort(*session, Kind::Failed, done.error());
            }
        }
        if (!entry.said.kind.isEmpty()) {
            listener.onEntry(entry.said);
        }
    }
    if (!waitFor(session->outcome.duration.count() - now, stop)) {
        return cutShort(*session, Kind::Interrupted, stopped);
    }
    return checked(session->outcome, task);
}

} // namespace tamma::providers
