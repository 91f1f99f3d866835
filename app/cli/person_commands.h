// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/session.h"

namespace tamma::cli {

/// What `tamma record erase-person` was told.
struct ErasureArguments {
    QString person; ///< Name or pseudonym.
    bool certain = false; ///< Otherwise only say what would be erased.
};

/// Makes everything unreadable that a person wrote, and their name. It cannot be undone.
[[nodiscard]] ExitCode erasePerson(Session& session, const ErasureArguments& arguments);

/// Writes the keys of all people to a file that only its owner can read.
[[nodiscard]] Result<> writePersonKeys(const store::SealedRecord& record, const QString& file);

/// Gives a record the keys of such a file. Fails with FILE_READ_FAILED, INVALID_JSON or
/// INVALID_ARGUMENT.
[[nodiscard]] Result<> readPersonKeys(store::SealedRecord& record, const QString& file);

} // namespace tamma::cli
