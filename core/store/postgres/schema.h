// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/postgres/client/connection.h"

namespace tamma::store::postgres {

/// The version of the schema that this Tamma writes: the newest row of `tamma_migrations`.
[[nodiscard]] int currentSchemaVersion();

/// Makes the tables in an empty database, or brings an older record up to date: whole or not at
/// all, one host at a time, others wait.
///
/// Errors   RECORD_FROM_NEWER_VERSION: nothing was touched; start the newer Tamma.
///          STORE_UNAVAILABLE: the database has tables called `events` or `chain` that are not
///          Tamma's (it was not touched either), or as in errorFrom().
[[nodiscard]] Result<> prepareRecord(Connection& connection);

/// Says whether this Tamma can read the record of a newer one, which it must not write.
[[nodiscard]] Result<bool> isReadableThoughNewer(Connection& connection);

} // namespace tamma::store::postgres
