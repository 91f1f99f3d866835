// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/git/linked_folder.h"

namespace tamma::git {

/// The worktree of a loop as a linked folder; `path` was checked by the factory.
[[nodiscard]] inline LinkedFolder workFolder(const Repository& repository, const QString& path,
                                             const QString& loop, const QString& branch)
{
    return {path, QStringLiteral("tamma-") + loop, repository.commonFolder(),
            "ref: refs/heads/" + branch.toUtf8()};
}

/// The clean checkout for the gates of a loop as a linked folder.
[[nodiscard]] inline LinkedFolder gateFolder(const Repository& repository, const QString& path,
                                             const QString& loop, const QString& commit)
{
    return {path, QStringLiteral("tamma-%1-gate").arg(loop), repository.commonFolder(),
            commit.toLatin1()};
}

} // namespace tamma::git
