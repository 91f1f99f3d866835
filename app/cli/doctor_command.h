// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/session.h"

namespace tamma::cli {

/// Prints what is installed, found and logged in, and the mend for what is not. Failed when
/// something is missing that Tamma cannot work without.
[[nodiscard]] ExitCode runDoctor(Session& session);

} // namespace tamma::cli
