// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/project_config.h"
#include "core/gates/detect_commands.h"
#include "core/gates/gate.h"
#include "core/gates/repository_access.h"

namespace tamma::gates {

/// Returns what the project says about itself in the base commit of a request; the defaults when it
/// says nothing. Fails with CONFIG_INVALID (a person has to mend the file) and what ChangeReader
/// fails with.
[[nodiscard]] Result<config::ProjectConfig> projectSettings(const ChangeReader& changes,
                                                            const GateRequest& request);

/// Returns the top of the project as the base commit has it, so that no change decides what judges
/// it. `checkout` is that of the change: what the change left alone is found there. Fails as the
/// reader does.
[[nodiscard]] Result<ProjectFiles> projectFilesAtBase(const ChangeReader& changes,
                                                      const GateRequest& request,
                                                      const QString& checkout);

} // namespace tamma::gates
