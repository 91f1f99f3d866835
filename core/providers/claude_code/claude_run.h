// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/io/supervised/supervised_process.h"
#include "core/providers/claude_code/claude_outcome.h"
#include "core/providers/claude_code/claude_session.h"
#include "core/providers/repetition.h"

#include <stop_token>

namespace tamma::providers::claude {

/// One run of the claude program: talks with it, watches its time, and composes how it ended.
///
/// Shape    A fold of the session's log, so that whoever takes it up after a restart comes to the
///          same entries, the same phase and the same outcome. Three phases: Working; Leaving once
///          the program reported its result; Ending when it is to go. Only the clock of the Working
///          and Leaving phases is read anew.
/// Threads  The one that calls follow(), which blocks.
class Run {
public:
    /// What a run needs besides the task.
    struct Patience {
        std::chrono::milliseconds toLeave = std::chrono::seconds(10); ///< After its last result.
        std::chrono::milliseconds toAnswer = std::chrono::seconds(10); ///< That it is still there.
        std::chrono::milliseconds tool = std::chrono::minutes(11); ///< Silence of a tool.
    };

    Run(const AgentTask& task, AgentListener& listener, io::SupervisedProcess& process,
        Patience patience);

    /// Reads the log from its beginning and returns when the program has ended. Fails with
    /// CANCELLED on a stop request: the program works on.
    [[nodiscard]] Result<AgentOutcome> follow(const std::stop_token& stop);

private:
    enum class Phase { Working, Leaving, Ending };

    void take(const io::SessionPiece& piece);
    void hear(const io::SessionPiece& piece);
    void readLine(QByteArrayView line);
    void noteTold(const QByteArray& told);
    void report(events::TranscriptEntry entry);
    void endTurn();
    [[nodiscard]] bool repairs();
    void onDeadline();
    void end(Cut cut, const QString& note);
    [[nodiscard]] QDeadlineTimer deadline() const;
    [[nodiscard]] std::chrono::milliseconds silenceLimit() const;
    [[nodiscard]] Ending ending() const;
    [[nodiscard]] AgentOutcome outcome() const;
    void judgeAnswer(AgentOutcome& outcome) const;

    const AgentTask& m_task;
    AgentListener& m_listener;
    io::SupervisedProcess& m_process;
    Patience m_patience;
    Session m_session;
    Repetition m_repetition;
    Phase m_phase = Phase::Working;
    QDeadlineTimer m_leavingLimit;
    std::chrono::milliseconds m_startedAt; // By the clock of sessions.
    std::chrono::milliseconds m_now{0}; // Of the newest piece, since the start.
    std::chrono::milliseconds m_lastLife{0}; // When it last did something.
    bool m_isAlive = false; // It has written something.
    bool m_wasRepaired = false;
    bool m_isDone = false; // Its result is there.
    int m_questions = 0; // Whether it is still there.
    std::optional<std::chrono::milliseconds> m_askedAt; // The last one, if nothing was done since.
    bool m_hasAnswered = false;
    QString m_repeated; // What it does again and again.
    QByteArray m_unread; // The beginning of a line whose end has not come yet.
    QByteArray m_stderrTail;
};

} // namespace tamma::providers::claude
