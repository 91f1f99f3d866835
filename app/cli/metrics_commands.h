// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/session.h"

namespace tamma::cli {

/// What happened on each day.
[[nodiscard]] ExitCode showDays(Session& session, bool csv);

/// What each gate did, over the whole record.
[[nodiscard]] ExitCode showGates(Session& session, bool csv);

/// What agents did and cost, by provider and model.
[[nodiscard]] ExitCode showAgents(Session& session, bool csv);

/// Which plugins there are, and what they did.
[[nodiscard]] ExitCode showPlugins(Session& session, bool csv);

} // namespace tamma::cli
