// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/project_config.h"
#include "core/gates/gate.h"
#include "core/sandbox/sandbox_profile.h"

namespace tamma::gates {

/// Where a gate runs commands.
struct CommandGround {
    QString checkout;
    QString cacheFolder; ///< Paths::cache.
};

/// Returns the walls for the commands of a gate: the checkout is writable, $HOME is a folder of the
/// repository in the cache, network and environment are as the project and the step say.
/// Fails with FILE_WRITE_FAILED when that folder cannot be made.
[[nodiscard]] Result<sandbox::SandboxProfile> profileFor(const config::ProjectConfig& project,
                                                         const GateRequest& request,
                                                         const CommandGround& ground);

} // namespace tamma::gates
