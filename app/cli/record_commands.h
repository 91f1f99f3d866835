// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/session.h"

#include <QString>

namespace tamma::cli {

/// Checks every event against the chain of hashes; Failed when one is not what was stored.
[[nodiscard]] ExitCode verifyRecord(Session& session);

/// Makes the index of tags again.
[[nodiscard]] ExitCode rebuildRecord(Session& session);

[[nodiscard]] ExitCode showStatistics(Session& session);

/// Writes all events as lines of JSON; "-" is stdout, a name that ends in .zst is compressed.
/// The keys of people go into `keys`; without such a file nobody can read what is sealed in the
/// export.
[[nodiscard]] ExitCode exportRecord(Session& session, const QString& file, const QString& keys);

/// Reads what exportRecord() wrote into a record that is empty; "-" is stdin.
[[nodiscard]] ExitCode importRecord(Session& session, const QString& file, const QString& keys);

/// Copies the record as it is now into a new file.
[[nodiscard]] ExitCode backUpRecord(Session& session, const QString& file);

/// What `tamma events archive` was told; one of both.
struct ArchiveArguments {
    QString before; ///< Events recorded before this moment go; empty: see `keep`.
    qint64 keep = -1; ///< So many of the newest events stay; negative: see `before`.
};

/// Moves old events into files of their own.
[[nodiscard]] ExitCode archiveRecord(Session& session, const ArchiveArguments& arguments);

/// Copies a record into an empty one, each a file or the URL of a database, and compares what is on
/// both sides; Failed when it is not the same.
[[nodiscard]] ExitCode copyRecord(Session& session, const QString& from, const QString& to);

} // namespace tamma::cli
