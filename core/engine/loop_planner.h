// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/engine_client.h"
#include "core/platforms/git_platform.h"
#include "core/providers/ai_provider.h"

#include <functional>

namespace tamma::engine {

/// Resolves what a loop will need into its first event, so that no later change of any
/// configuration reaches it.
///
/// Shape    The project's own settings are those of the base commit.
/// Errors   NOT_A_REPOSITORY, REPOSITORY_BARE, REPOSITORY_EMPTY, HEAD_DETACHED: mend the repository
///          first. CONFIG_INVALID: mend the project file. NOT_FOUND: no such provider.
///          PROVIDER_NOT_INSTALLED, PROVIDER_NOT_LOGGED_IN: context "mend" says how.
/// Threads  Any; it reads the disk and may run a program for a moment.
class LoopPlanner {
public:
    struct Choices {
        QString provider; ///< When the command names none.
        QString mode;
    };

    LoopPlanner(std::function<providers::AiProvider*(const ProviderId&)> providers,
                std::function<Choices()> choices);

    [[nodiscard]] Result<events::LoopStarted> plan(const platforms::Issue& issue,
                                                   const StartLoop& command) const;

private:
    [[nodiscard]] Result<QString> resolveProvider(const StartLoop& command) const;

    std::function<providers::AiProvider*(const ProviderId&)> m_providers;
    std::function<Choices()> m_choices;
};

} // namespace tamma::engine
