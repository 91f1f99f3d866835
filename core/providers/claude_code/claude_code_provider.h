// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/providers/agent_sessions.h"
#include "core/providers/ai_provider.h"
#include "core/providers/claude_code/claude_command.h"
#include "core/providers/claude_code/claude_run.h"

namespace tamma::providers {

inline const ProviderId CLAUDE_CODE(QStringLiteral("claude_code"));

/// The user's own `claude` program (Claude Code), started for every session and ended with it. It
/// runs under `tamma-supervisor`, so that a session outlives Tamma.
///
/// Shape    Which tools it gets follows from the task's purpose; settings, hooks and servers of the
///          repository are not loaded, and Tamma's environment does not reach it beyond a list.
/// Errors   run() fails with PROVIDER_NOT_INSTALLED (show detect().mend) and INVALID_ARGUMENT (no
///          such work folder); everything later is in the outcome.
class ClaudeCodeProvider final : public AiProvider {
public:
    /// Where the program is and what it may see.
    struct Settings {
        QString program; ///< Empty: looked for in PATH and where its installers put it.
        claude::Environment environment; ///< Tamma's own; only a part is passed on.
        QString supervisor; ///< The program `tamma-supervisor`.
        QString sessions; ///< Folder of AgentSessions.
        claude::Run::Patience patience;
    };

    explicit ClaudeCodeProvider(Settings settings);

    [[nodiscard]] ProviderId id() const override { return CLAUDE_CODE; }
    [[nodiscard]] Detection detect() const override;
    [[nodiscard]] bool hasSession(const AgentTask& task) const override;
    [[nodiscard]] Result<AgentOutcome> run(const AgentTask& task, AgentListener& listener,
                                           std::stop_token stop) override;

private:
    [[nodiscard]] Result<QString> findProgram() const;
    [[nodiscard]] Result<std::unique_ptr<io::SupervisedProcess>> begin(const AgentTask& task) const;

    Settings m_settings;
    AgentSessions m_sessions;
};

} // namespace tamma::providers
