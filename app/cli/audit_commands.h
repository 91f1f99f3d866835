// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/session.h"

#include <QString>

namespace tamma::cli {

/// What `tamma audit` was told.
struct AuditArguments {
    QString provider; ///< Only the work of this one; empty: of all.
    bool csv = false;
};

/// Who approved what, on which proof.
[[nodiscard]] ExitCode auditApprovals(Session& session, const AuditArguments& arguments);

/// What was merged although a gate had said no; Failed when there is something.
[[nodiscard]] ExitCode auditGates(Session& session, const AuditArguments& arguments);

/// What agents changed.
[[nodiscard]] ExitCode auditAgents(Session& session, const AuditArguments& arguments);

} // namespace tamma::cli
