// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/git/recovery.h"

#include "core/git/folders.h"
#include "core/git/patience.h"

#include <QFile>
#include <QTimeZone>

namespace tamma::git {

namespace {

// libgit2 writes a repository inside the worktree as "folder/"; a submodule has no slash.
int leaveOutNested(const char* path, const char*, void* nested)
{
    const QString name = QFile::decodeName(path);
    if (!name.endsWith(QLatin1Char('/'))) {
        return 0;
    }
    static_cast<QStringList*>(nested)->append(name);
    return 1;
}

// Nobody but Tamma moves these references, and a loop runs in one process at a time: a lock on one
// that was waited for in vain is of a process that was killed.
bool removeStaleLock(const QString& name, const QString& lockFile)
{
    const bool isTammas = name.startsWith(QLatin1String("refs/heads/tamma/"))
        || name.startsWith(QLatin1String("refs/tamma/"));
    return isTammas && lockFile.endsWith(name + QLatin1String(".lock")) && QFile::remove(lockFile);
}

} // namespace

Result<git_oid> treeOfFiles(git_repository* handle, git_index* index)
{
    const QString folder = canonicalFolder(QFile::decodeName(git_repository_workdir(handle)));
    QStringList nested;
    do {
        nested.clear();
        TRY(checked(
            git_index_add_all(index, nullptr, GIT_INDEX_ADD_DEFAULT, leaveOutNested, &nested),
            QStringLiteral("take in the changed files")));
        for (const QString& name : std::as_const(nested)) {
            TRY(putAside(QStringLiteral("%1/%2.git").arg(folder, name), folder));
        }
    } while (!nested.isEmpty());
    git_oid tree;
    TRY(checked(git_index_write_tree_to(&tree, index, handle), QStringLiteral("write a tree")));
    return tree;
}

Result<CommitHandle> storeCommit(git_repository* handle, const CommitDraft& draft)
{
    TRY_ASSIGN(const auto signature, signatureOf(draft.author));
    TreeHandle tree;
    git_buf message = GIT_BUF_INIT;
    TRY(checked(git_tree_lookup(std::out_ptr(tree), handle, &draft.tree),
                QStringLiteral("read a tree")));
    const std::unique_ptr<git_buf, FreedBy<git_buf_dispose>> owned(&message);
    TRY(checked(git_message_prettify(&message, draft.message.toUtf8().constData(), 0, '#'),
                QStringLiteral("write a commit")));
    git_oid id;
    auto parents = draft.parents;
    TRY(checked(git_commit_create(&id, handle, nullptr, signature.get(), signature.get(), nullptr,
                                  message.ptr, tree.get(), static_cast<size_t>(parents.size()),
                                  parents.data()),
                QStringLiteral("write a commit")));
    CommitHandle commit;
    TRY(checked(git_commit_lookup(std::out_ptr(commit), handle, &id),
                QStringLiteral("read a commit")));
    return commit;
}

Result<CommitHandle> storeWork(git_repository* handle, const QString& reason, const Author& author)
{
    TRY_ASSIGN(auto head, lookUpCommit(handle, QStringLiteral("HEAD")));
    IndexHandle index;
    TRY(checked(git_repository_index(std::out_ptr(index), handle),
                QStringLiteral("read the index")));
    TRY_ASSIGN(const git_oid tree, treeOfFiles(handle, index.get()));
    TRY(checked(git_index_read(index.get(), 1), QStringLiteral("read the index")));
    if (git_oid_equal(&tree, git_commit_tree_id(head.get())) == 1) {
        return head;
    }
    return storeCommit(handle, {tree, {head.get()}, reason, author});
}

Result<QString> keepForRecovery(git_repository* handle, const QString& loop, const git_commit* work,
                                Timestamp when)
{
    const QString time
        = QDateTime::fromMSecsSinceEpoch(when.time_since_epoch().count(), QTimeZone::UTC)
              .toString(QStringLiteral("yyyyMMdd'T'HHmmsszzz'Z'"));
    const QString first = QStringLiteral("refs/tamma/recovery/%1/%2").arg(loop, time);
    QString name = first;
    for (int i = 2;; ++i) {
        TRY_ASSIGN(const bool made,
                   moveReference(handle,
                                 {name, nullptr, git_commit_id(work),
                                  QStringLiteral("tamma: keep for recovery")}));
        if (made) {
            return name;
        }
        name = QStringLiteral("%1-%2").arg(first).arg(i);
    }
}

Result<bool> moveReference(git_repository* handle, const ReferenceMove& move)
{
    // Through the handle of a linked worktree, libgit2 1.9 looks in the wrong folder for whether a
    // reference exists, and overwrites one that does.
    TRY_ASSIGN(const auto shared, openFolder(commonFolderOf(handle)));
    bool moved = false;
    const auto create = [&] {
        ReferenceHandle reference;
        const int code = git_reference_create_matching(
            std::out_ptr(reference), shared.get(), move.name.toUtf8().constData(), move.next,
            move.expected != nullptr, move.expected, move.reason.toUtf8().constData());
        moved = code == 0;
        const bool elsewhere
            = code == GIT_EMODIFIED || code == GIT_EEXISTS || code == GIT_ENOTFOUND;
        return elsewhere ? 0 : code;
    };
    const QString attempted = QStringLiteral("move ") + move.name;
    auto done = patiently(attempted, create);
    if (!done && removeStaleLock(move.name, done.error().context.value("lockFile").toString())) {
        done = patiently(attempted, create);
    }
    TRY(done);
    return moved;
}

} // namespace tamma::git
