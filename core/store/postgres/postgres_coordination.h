// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/coordination.h"

namespace tamma::store {

/// Coordination in the tables beside the record, for any number of hosts. Time is the server's;
/// workers who look for a job skip the rows that others look at (SKIP LOCKED).
///
/// Owns     One pool of connections, shared by the three parts.
[[nodiscard]] Result<Coordination> openPostgresCoordination(const QString& url,
                                                            const PasswordFor& passwordFor);

} // namespace tamma::store
