// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/session.h"

#include <QString>

namespace tamma::cli {

/// What `tamma recover ...` was told. Empty texts were not given.
struct RecoverArguments {
    QString name; ///< A reference, or a piece that only one has.
    QString branch;
    QString folder;
    bool attempts = false;
};

/// What is kept in the repositories of the record.
[[nodiscard]] ExitCode listKept(Session& session, const RecoverArguments& arguments);

/// One of them with its files.
[[nodiscard]] ExitCode showKept(Session& session, const RecoverArguments& arguments);

/// Brings it back as a branch or as a folder.
[[nodiscard]] ExitCode restoreKept(Session& session, const RecoverArguments& arguments);

/// Forgets what is older than 30 days.
[[nodiscard]] ExitCode expireKept(Session& session);

} // namespace tamma::cli
