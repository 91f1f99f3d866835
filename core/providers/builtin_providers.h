// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/paths.h"
#include "core/providers/ai_provider.h"
#include "core/providers/claude_code/claude_command.h"
#include "core/providers/playback/playback_provider.h"

#include <memory>
#include <vector>

namespace tamma::providers {

/// All providers of this program, in the order in which they are offered.
using Providers = std::vector<std::unique_ptr<AiProvider>>;

/// What the built-in providers are made from.
struct ProviderSurroundings {
    Paths paths;
    claude::Environment environment; ///< Tamma's own, see environmentOfTamma().
    QString supervisor; ///< The program `tamma-supervisor`.
    PlaybackSpeed playbackSpeed;
};

/// Reads the environment that Tamma was started with.
[[nodiscard]] claude::Environment environmentOfTamma();

/// Makes every built-in provider. A new one is one line in the .cpp file.
[[nodiscard]] Providers builtinProviders(const ProviderSurroundings& surroundings);

/// Finds a provider. Fails with NOT_FOUND (the detail lists the known ones).
[[nodiscard]] Result<AiProvider*> findProvider(const Providers& providers, const ProviderId& id);

} // namespace tamma::providers
