// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gates/repository_access.h"
#include "core/git/worktree_factory.h"

#include <array>
#include <mutex>

namespace tamma {

/// The gates' clean checkouts, made by core/git.
class GitCheckouts final : public gates::Checkouts {
public:
    explicit GitCheckouts(const git::WorktreeFactory& worktrees)
        : m_worktrees(worktrees)
    {
    }

    [[nodiscard]] Result<QString> cleanCheckout(const QString& repository, const LoopId& loop,
                                                const QString& commit) override;

private:
    const git::WorktreeFactory& m_worktrees;
    std::array<std::mutex, 16> m_making; // By loop: its gates may ask at the same time.
};

/// What the gates read of a change, read by core/git.
class GitChangeReader final : public gates::ChangeReader {
public:
    [[nodiscard]] Result<QList<git::FileDiff>> change(const QString& repository,
                                                      const QString& baseCommit,
                                                      const QString& commit) const override;
    [[nodiscard]] Result<QByteArray> fileAt(const QString& repository, const QString& commit,
                                            const QString& path) const override;
};

} // namespace tamma
