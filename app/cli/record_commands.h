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
[[nodiscard]] ExitCode exportRecord(Session& session, const QString& file);

/// Reads what exportRecord() wrote into a record that is empty; "-" is stdin.
[[nodiscard]] ExitCode importRecord(Session& session, const QString& file);

/// Copies the record as it is now into a new file.
[[nodiscard]] ExitCode backUpRecord(Session& session, const QString& file);

} // namespace tamma::cli
