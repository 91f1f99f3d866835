// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/session.h"

#include <QString>

namespace tamma::cli {

/// What `tamma approvals ...` was told. Empty texts were not given.
struct ApprovalArguments {
    QString name; ///< Piece of an id, or "#3" for the open one of issue 3.
    QString words; ///< Note, reason, answer or question.
    bool all = false; ///< List decided ones too.
    bool noWait = false; ///< Only record the decision; whoever runs loops goes on.
};

[[nodiscard]] ExitCode listApprovals(Session& session, const ApprovalArguments& arguments);
[[nodiscard]] ExitCode showApproval(Session& session, const ApprovalArguments& arguments);
[[nodiscard]] ExitCode decideApproval(Session& session, const ApprovalArguments& arguments,
                                      bool granted);
[[nodiscard]] ExitCode askAboutApproval(Session& session, const ApprovalArguments& arguments);

} // namespace tamma::cli
