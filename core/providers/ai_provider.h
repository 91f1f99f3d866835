// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/events/ids.h"
#include "core/events/payloads/agent.h"

#include <QJsonObject>
#include <QString>

#include <chrono>
#include <stop_token>

namespace tamma::providers {

/// What an agent is asked for. It decides which tools the agent gets.
enum class Purpose {
    Code, ///< May edit files in the work folder and run allow-listed commands.
    Structured, ///< Reads only; the answer must fit `AgentTask::schema`.
    Answer, ///< Reads only; the answer is plain words.
};

/// How long an agent may go on. Zero means: no such limit.
struct AgentLimits {
    std::chrono::milliseconds wall = std::chrono::minutes(45);
    std::chrono::milliseconds firstEvent = std::chrono::seconds(90);
    std::chrono::milliseconds idle = std::chrono::minutes(5);
    int turns = 60;
    int repeats = 5; ///< How often the same action may fail in the same way.
};

/// One piece of work for an agent. The same `sessionId` again is the same session.
struct AgentTask {
    SessionId sessionId;
    LoopId loopId;
    StepId stepId; ///< With `attempt`: which part of a recording answers.
    int attempt = 1;
    Purpose purpose = Purpose::Code;
    QString prompt;
    QString workFolder; ///< Absolute; a worktree of Tamma's, never the user's checkout.
    QJsonObject schema; ///< JSON Schema of the answer for Purpose::Structured.
    QString model; ///< Empty: the provider's default.
    QString recording; ///< Playback only: which recording.
    AgentLimits limits;
};

/// How an agent session ended. Composed from wire result, exit status, watchdogs and cancel, in the
/// order: cancel, own limit, wire error, exit status, wire success.
struct AgentOutcome {
    enum class Kind { Completed, Failed, Interrupted, LimitReached, Refused };
    Kind kind = Kind::Failed;
    Error error; ///< Meaningful unless Completed.
    QString text; ///< The agent's last words.
    QJsonObject structured; ///< Valid against the task's schema when Completed and asked for.
    QString model;
    qint64 inputTokens = 0;
    qint64 outputTokens = 0;
    double costUsd = 0;
    std::chrono::milliseconds duration{0};
};

/// Hears what an agent does while it does it. Called in the thread of AiProvider::run.
class AgentListener {
public:
    virtual ~AgentListener() = default;

    virtual void onEntry(const events::TranscriptEntry& entry) = 0;
};

/// Whether a provider can be used on this machine, and what to do if it cannot.
struct Detection {
    bool usable = false;
    QString program; ///< Absolute path; empty when there is none.
    QString version;
    QString login; ///< "ok", "none", "not needed" or "unknown".
    QString problem; ///< English; empty when usable.
    QString mend; ///< The exact command or action that mends it.
};

/// A source of work by an AI: a command-line agent, a model behind HTTP, or a recording.
///
/// Errors   run() fails only when the session could not begin (PROVIDER_NOT_INSTALLED, ...), or
///          with CANCELLED when it goes on without Tamma; how a session ended is in its outcome,
///          because it costs money either way.
/// Threads  Any number of run() at once, each in its own thread; it blocks until the session ended
///          and every process of it is gone, or until it is left to itself.
class AiProvider {
public:
    virtual ~AiProvider() = default;

    [[nodiscard]] virtual ProviderId id() const = 0;

    /// True when this provider plays recordings: every screen says so.
    [[nodiscard]] virtual bool isRecorded() const { return false; }

    /// Looks for program and login without starting a session; takes at most seconds.
    [[nodiscard]] virtual Detection detect() const = 0;

    /// Says whether tasks with this choice (AgentTask::recording or a model) can be run, so that a
    /// loop that cannot end well does not start.
    [[nodiscard]] virtual Result<> accepts(const QString& choice) const
    {
        Q_UNUSED(choice);
        return {};
    }

    /// Whether run() would take up the session of `task` instead of beginning one: its agent works
    /// on, or did so until it ended. Its entries then come again from the first one.
    [[nodiscard]] virtual bool hasSession(const AgentTask& task) const
    {
        Q_UNUSED(task);
        return false;
    }

    /// Runs `task` to its end. On a stop request it lets go of an agent that outlives Tamma and
    /// fails with CANCELLED: run the same task again later. Any other agent is interrupted; the
    /// outcome is Interrupted.
    [[nodiscard]] virtual Result<AgentOutcome> run(const AgentTask& task, AgentListener& listener,
                                                   std::stop_token stop)
        = 0;
};

} // namespace tamma::providers
