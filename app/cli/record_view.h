// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/readmodels/read_models.h"

#include <QJsonObject>
#include <QString>

namespace tamma::cli {

/// The record as it is now, or was, folded for one command.
///
/// Errors   The find functions fail with NOT_FOUND, or INVALID_ARGUMENT when a name fits several.
struct RecordView : readmodels::ReadModels {
    /// Finds an issue by number ("3", "#3") in `repository`, or by a piece of its id.
    [[nodiscard]] Result<readmodels::IssueRow> findIssue(const QString& name,
                                                         const QString& repository) const;

    /// Finds a loop by a piece of its id, or by the number of its issue ("#3": the newest loop).
    [[nodiscard]] Result<readmodels::LoopRow> findLoop(const QString& name) const;

    /// Finds an approval by a piece of its id, or by the number of its issue ("#3": the open one).
    [[nodiscard]] Result<readmodels::Approval> findApproval(const QString& name) const;
};

/// The words that --json uses for a loop's status; frozen.
[[nodiscard]] QString statusWord(workflow::LoopStatus status);

/// The same for the work of an issue: "pending", "running", "completed" or "failed".
[[nodiscard]] QString statusWord(readmodels::IssueStatus status);

[[nodiscard]] QJsonObject toJson(const readmodels::LoopRow& row);
[[nodiscard]] QJsonObject toJson(const readmodels::Approval& approval);
[[nodiscard]] QJsonObject toJson(const readmodels::IssueRow& row);

} // namespace tamma::cli
