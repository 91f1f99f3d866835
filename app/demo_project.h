// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/engine/engine_client.h"
#include "core/platforms/git_platform.h"

#include <QList>
#include <QString>

#include <utility>

namespace tamma {

/// One issue of the demo and the loop that is to be started for it.
using DemoIssue = std::pair<platforms::IssueDraft, engine::StartLoop>;

/// Writes the demo project into `folder`, which is made, as a git repository with one commit, and
/// returns its issues with their recordings. Fails with INVALID_ARGUMENT when something is there
/// already, FILE_WRITE_FAILED, DISK_FULL or GIT_FAILED; what was begun is removed again.
[[nodiscard]] Result<QList<DemoIssue>> makeDemoProject(const QString& folder);

/// Returns the first of `parent`/invoice, invoice-2, ... that does not exist.
[[nodiscard]] QString freeDemoFolder(const QString& parent);

} // namespace tamma
