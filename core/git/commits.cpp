// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/git/commits.h"

#include "core/git/folders.h"
#include "core/git/patience.h"

#include <QFile>

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

template <typename Call>
Result<> withOwnLock(const QString& name, const QString& attempted, Call call)
{
    auto done = patiently(attempted, call);
    if (!done && removeStaleLock(name, done.error().context.value("lockFile").toString())) {
        done = patiently(attempted, call);
    }
    return done;
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

Result<QStringList> referencesUnder(git_repository* handle, const QString& prefix)
{
    Handle<git_reference_iterator, git_reference_iterator_free> iterator;
    TRY(checked(git_reference_iterator_glob_new(std::out_ptr(iterator), handle,
                                                (prefix + QLatin1Char('*')).toUtf8().constData()),
                QStringLiteral("list references")));
    QStringList names;
    const char* name = nullptr;
    while (git_reference_next_name(&name, iterator.get()) == 0) {
        names.append(QString::fromUtf8(name));
    }
    return names;
}

Result<bool> deleteReference(git_repository* handle, const QString& name, const git_oid* expected)
{
    TRY_ASSIGN(const auto shared, openFolder(commonFolderOf(handle)));
    ReferenceHandle reference;
    if (git_reference_lookup(std::out_ptr(reference), shared.get(), name.toUtf8().constData()) != 0
        || git_reference_target(reference.get()) == nullptr
        || git_oid_equal(git_reference_target(reference.get()), expected) == 0) {
        return false;
    }
    bool deleted = false;
    // Git compares it once more under its lock.
    const auto attempt = [&] {
        const int code = git_reference_delete(reference.get());
        deleted = code == 0;
        return code == GIT_EMODIFIED || code == GIT_ENOTFOUND ? 0 : code;
    };
    TRY(withOwnLock(name, QStringLiteral("delete ") + name, attempt));
    return deleted;
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
    TRY(withOwnLock(move.name, QStringLiteral("move ") + move.name, create));
    return moved;
}

} // namespace tamma::git
