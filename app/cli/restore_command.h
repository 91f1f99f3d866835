// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/session.h"

namespace tamma::cli {

/// Makes a copy that `tamma events backup` wrote the record of this home. It is verified before
/// anything is touched, and left as it is; what was there is moved aside, whole. Fails while a
/// Tamma runs loops here.
[[nodiscard]] ExitCode restoreRecord(Session& session, const QString& backup);

} // namespace tamma::cli
