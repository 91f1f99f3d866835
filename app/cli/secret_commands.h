// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/session.h"

namespace tamma::cli {

/// Keeps a secret. Its value comes from a prompt that shows nothing, or from stdin when that is no
/// terminal: arguments can be seen by others.
[[nodiscard]] ExitCode setSecret(Session& session, const QString& name);

/// Lists names and places, never values.
[[nodiscard]] ExitCode listSecrets(Session& session);

[[nodiscard]] ExitCode removeSecret(Session& session, const QString& name);

} // namespace tamma::cli
