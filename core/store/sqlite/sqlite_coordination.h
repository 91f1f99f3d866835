// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/coordination.h"

namespace tamma::store {

/// Coordination in a SQLite file of its own, for the processes of one machine; the file is made
/// when there is none. Every change begins with BEGIN IMMEDIATE: one process at a time.
///
/// Owns     One connection, shared by the three parts; calls wait for each other.
[[nodiscard]] Result<Coordination> openSqliteCoordination(const QString& file);

} // namespace tamma::store
