// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/repository_access.h"

#include "core/git/changes.h"
#include "core/git/history.h"

namespace tamma {

Result<QString> GitCheckouts::cleanCheckout(const QString& repository, const LoopId& loop,
                                            const QString& commit)
{
    TRY_ASSIGN(const auto opened, git::Repository::open(repository));
    TRY_ASSIGN(const auto checkout, m_worktrees.cleanCheckout(opened, loop.text(), commit));
    return checkout.path;
}

Result<QList<gates::AddedLine>> GitChangeReader::addedLines(const QString& repository,
                                                            const QString& baseCommit,
                                                            const QString& commit) const
{
    TRY_ASSIGN(const auto opened, git::Repository::open(repository));
    const git::CommitRange range{baseCommit, commit};
    TRY_ASSIGN(const auto files, git::changedFiles(opened, range));
    QList<gates::AddedLine> added;
    for (const git::ChangedFile& file : files) {
        if (file.binary || file.kind == git::ChangeKind::Deleted) {
            continue;
        }
        TRY_ASSIGN(const auto diff, git::fileDiff(opened, range, file.path));
        const QList<QByteArray> lines = diff.newText.split('\n');
        for (const git::Hunk& hunk : diff.hunks) {
            for (int i = hunk.newStart; i < hunk.newStart + hunk.newCount; ++i) {
                added.append({file.path, i + 1, QString::fromUtf8(lines.value(i))});
            }
        }
    }
    return added;
}

Result<QByteArray> GitChangeReader::fileAt(const QString& repository, const QString& commit,
                                           const QString& path) const
{
    TRY_ASSIGN(const auto opened, git::Repository::open(repository));
    return git::readFileAt(opened, commit, path);
}

} // namespace tamma
