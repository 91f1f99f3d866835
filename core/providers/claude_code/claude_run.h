// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/io/child_process.h"
#include "core/providers/claude_code/claude_outcome.h"
#include "core/providers/claude_code/claude_session.h"

#include <QElapsedTimer>

#include <stop_token>

namespace tamma::providers::claude {

/// One run of the claude program: talks with it, watches its time, and composes how it ended. The
/// only part of this adapter that touches a process.
///
/// Shape    Four phases: Working, then Interrupting when Tamma cuts the work, then Leaving once the
///          program reported; at the end of its patience each phase ends the whole process tree.
/// Threads  The one that calls run(), which blocks.
class Run {
public:
    /// What a run needs besides the task.
    struct Patience {
        std::chrono::milliseconds toLeave = std::chrono::seconds(10); ///< After its last result.
        std::chrono::milliseconds toInterrupt = std::chrono::seconds(5);
        std::chrono::milliseconds tool = std::chrono::minutes(11); ///< Silence of a tool.
    };

    Run(const AgentTask& task, AgentListener& listener, std::stop_token stop, Patience patience);

    /// Starts `spec`, works `task` off and returns when no process is left. Fails only when the
    /// program cannot be started.
    [[nodiscard]] Result<AgentOutcome> run(const io::ProcessSpec& spec);

private:
    enum class Phase { Working, Interrupting, Leaving };

    void follow(io::ChildProcess& child);
    void hear(io::ChildProcess& child, const io::OutputChunk& chunk);
    void take(io::ChildProcess& child, QByteArrayView line);
    void endTurn(io::ChildProcess& child);
    [[nodiscard]] bool repairs(io::ChildProcess& child);
    [[nodiscard]] bool onDeadline(io::ChildProcess& child);
    void cutShort(io::ChildProcess& child, Cut cut);
    void leave(io::ChildProcess& child);
    [[nodiscard]] QDeadlineTimer deadline() const;
    [[nodiscard]] Cut expired() const;
    [[nodiscard]] qint64 silenceLimit() const;
    void judgeAnswer(AgentOutcome& outcome) const;

    const AgentTask& m_task;
    AgentListener& m_listener;
    std::stop_token m_stop;
    Patience m_patience;
    Session m_session;
    Ending m_ending;
    Phase m_phase = Phase::Working;
    QDeadlineTimer m_phaseLimit;
    QElapsedTimer m_sinceStart;
    qint64 m_lastLifeMs = 0;
    bool m_isAlive = false; // It has written something.
    bool m_wasRepaired = false;
    QByteArray m_unread; // The beginning of a line whose end has not come yet.
};

} // namespace tamma::providers::claude
