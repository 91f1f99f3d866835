// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/session.h"

namespace tamma::cli {

/// What `tamma events checkpoint` and `verify --checkpoint` were told.
struct CheckpointArguments {
    QString file; ///< Empty: stdout.
    QString key; ///< The signer's public key in Base64; empty: that of this machine's own key.
};

/// Signs what the record is now. The key is among the secrets; it is made at the first time.
[[nodiscard]] ExitCode signCheckpoint(Session& session, const CheckpointArguments& arguments);

/// Says whether the record still has the history of a checkpoint; Failed when not.
[[nodiscard]] ExitCode verifyCheckpoint(Session& session, const CheckpointArguments& arguments);

} // namespace tamma::cli
