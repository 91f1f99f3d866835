// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/postgres/client/location.h"
#include "core/store/sealed_record.h"

#include <memory>

namespace tamma::store {

/// How a record is opened, wherever it is.
struct RecordOptions {
    bool readNewer = false; ///< Open a newer Tamma's record for reading, if it can be read.
    PasswordFor passwordFor; ///< Asked for a database whose URL and environment have none.
};

/// Whether `location` names a database (postgresql://... or postgres://...) rather than a file.
[[nodiscard]] bool isDatabaseUrl(const QString& location);

/// The location for people and logs: the file, or host and database; never a password.
[[nodiscard]] QString shownLocation(const QString& location);

/// Where the older events of a record in a file are.
[[nodiscard]] QString segmentFolderOf(const QString& recordFile);

/// Opens the record at a file or at the URL of a database, and makes it when there is none. The
/// keys of people are in a file beside it, or in a table. Fails as SqliteRecord::open() or
/// PostgresRecord::open() does.
[[nodiscard]] Result<std::unique_ptr<SealedRecord>> openRecord(const QString& location,
                                                               const RecordOptions& options = {});

} // namespace tamma::store
