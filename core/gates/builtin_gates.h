// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gates/command_gate.h"
#include "core/gates/repository_access.h"

#include <memory>
#include <vector>

namespace tamma::gates {

/// What the built-in gates work with; everything outlives them.
struct GateParts {
    Checkouts& checkouts;
    const ChangeReader& changes;
    QString cacheFolder; ///< Paths::cache.
    GateSessions sessions = {}; ///< Where builds and tests go on when Tamma ends.
};

/// Returns the gates that need no AI: build, test, quality, tamper, security, ci. The review gate
/// brings its provider along and is added by the composition.
[[nodiscard]] std::vector<std::unique_ptr<Gate>> builtinGates(const GateParts& parts);

} // namespace tamma::gates
