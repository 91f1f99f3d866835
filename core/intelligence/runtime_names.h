// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/intelligence/breaking_change.h"

namespace tamma::intelligence {

/// Names that others use while the program runs, and that no file of the change defines any more:
/// flags, commands and choices of the command line, routes of a server, variables of the
/// environment; and flags that have to be given now.
[[nodiscard]] QList<BreakingHit> goneRuntimeNames(const QList<git::FileDiff>& files);

} // namespace tamma::intelligence
