// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/sqlite/connection.h"

namespace tamma::store::sqlite::migrations {

// The steps from one version of the schema to the next, each inside the transaction of its caller.
// What was released never changes.

[[nodiscard]] Result<> createVersion1(Connection& connection);

/// Words become numbers in the rows, too; postings in blocks instead of a row for each occurrence;
/// the hash chain begins, over the events that are there. From here on "readableFrom" in `meta`
/// says which version can still read the record; a step that only adds leaves it as it is.
[[nodiscard]] Result<> toVersion2(Connection& connection);

/// Closed ranges of events may lie in files of their own. "readableFrom" grows with the first of
/// them.
[[nodiscard]] Result<> toVersion3(Connection& connection);

} // namespace tamma::store::sqlite::migrations
