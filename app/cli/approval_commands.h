// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/session.h"

#include <QString>

namespace tamma::cli {

/// What `tamma approvals ...` was told. Empty texts were not given.
struct ApprovalArguments {
    QStringList names; ///< Pieces of ids, or "#3" for the open one of issue 3.
    QString words; ///< Note, reason, answer or question.
    QStringList comments; ///< FILE:LINE:TEXT each.
    QString until; ///< A moment, "2026-01-31T09:00".
    QString duration; ///< "90m", "2h", "3d".
    QString to; ///< Whom it is handed to.
    bool all = false; ///< List decided ones too.
    bool noWait = false; ///< Only record the decision; whoever runs loops goes on.
};

[[nodiscard]] ExitCode listApprovals(Session& session, const ApprovalArguments& arguments);
[[nodiscard]] ExitCode showApprovals(Session& session, const ApprovalArguments& arguments);
// Both decide each by itself, and say of each what became of it. Several at once must be such that
// no check wants a person to look.
[[nodiscard]] ExitCode approve(Session& session, const ApprovalArguments& arguments);
[[nodiscard]] ExitCode reject(Session& session, const ApprovalArguments& arguments);
[[nodiscard]] ExitCode snoozeApprovals(Session& session, const ApprovalArguments& arguments);
[[nodiscard]] ExitCode wakeApprovals(Session& session, const ApprovalArguments& arguments);
[[nodiscard]] ExitCode delegateApprovals(Session& session, const ApprovalArguments& arguments);
[[nodiscard]] ExitCode askAboutApproval(Session& session, const ApprovalArguments& arguments);

} // namespace tamma::cli
