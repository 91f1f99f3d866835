// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/sqlite/connection.h"

namespace tamma::store::sqlite {

/// The version of the schema that this Tamma writes; `PRAGMA user_version` of a record.
[[nodiscard]] int currentSchemaVersion();

/// Opens the record for writing: makes its folder and its tables when they are missing, and brings
/// an older record up to date, whole or not at all, one process at a time.
///
/// Errors   RECORD_FROM_NEWER_VERSION: the file was not touched; start the newer Tamma.
///          STORE_UNAVAILABLE: the file or folder cannot be written, or is no record of Tamma (it
///          was not touched either). DISK_FULL, CORRUPT_EVENT as in errorFrom().
[[nodiscard]] Result<std::unique_ptr<Connection>> openRecord(const RecordFile& file);

/// Says whether this Tamma can read the record of a newer one, which it must not write. The file
/// is opened for reading only.
[[nodiscard]] Result<bool> isReadableThoughNewer(const RecordFile& file);

} // namespace tamma::store::sqlite
