// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/repository_access.h"

#include "core/git/changes.h"
#include "core/git/history.h"

namespace tamma {

Result<QString> GitCheckouts::cleanCheckout(const QString& repository, const LoopId& loop,
                                            const QString& commit)
{
    TRY_ASSIGN(const auto opened, git::Repository::open(repository));
    const std::scoped_lock lock(m_making[qHash(loop.text()) % m_making.size()]);
    TRY_ASSIGN(const auto checkout, m_worktrees.cleanCheckout(opened, loop.text(), commit));
    return checkout.path;
}

Result<QList<git::FileDiff>> GitChangeReader::change(const QString& repository,
                                                     const QString& baseCommit,
                                                     const QString& commit) const
{
    TRY_ASSIGN(const auto opened, git::Repository::open(repository));
    return git::fileDiffs(opened, {baseCommit, commit});
}

Result<QByteArray> GitChangeReader::fileAt(const QString& repository, const QString& commit,
                                           const QString& path) const
{
    TRY_ASSIGN(const auto opened, git::Repository::open(repository));
    return git::readFileAt(opened, commit, path);
}

} // namespace tamma
