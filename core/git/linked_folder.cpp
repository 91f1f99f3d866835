// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/git/linked_folder.h"

#include "core/git/folders.h"
#include "core/git/patience.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

namespace tamma::git {

namespace {

constexpr std::chrono::seconds STALE_LOCK_PATIENCE{2};

Result<> ensureFile(const QString& file, const QByteArray& content)
{
    if (contentOf(file) == content) {
        return {};
    }
    return writeFile(file, content);
}

// Something else than our link may hold commits of its own (an agent's `git init`): it is kept.
Result<> removeLink(const LinkedFolder& folder, const QString& link)
{
    const QFileInfo found(link);
    if (found.isDir() && !found.isSymLink()) {
        return putAside(link, folder.path);
    }
    QFile::remove(link);
    return {};
}

Result<> mend(const LinkedFolder& folder)
{
    TRY(makeFolder(folder.path));
    TRY(makeFolder(folder.admin()));
    const QString link = folder.path + QStringLiteral("/.git");
    if (contentOf(link) != folder.link()) {
        TRY(removeLink(folder, link));
        TRY(writeFile(link, folder.link()));
    }
    TRY(ensureFile(folder.admin() + QStringLiteral("/commondir"), "../..\n"));
    TRY(ensureFile(folder.admin() + QStringLiteral("/gitdir"), QFile::encodeName(link) + '\n'));
    TRY(ensureFile(folder.admin() + QStringLiteral("/HEAD"), folder.head + '\n'));
    const QString lock = folder.indexFile() + QStringLiteral(".lock");
    if (!waitUntilGone(lock, std::chrono::steady_clock::now() + STALE_LOCK_PATIENCE)) {
        QFile::remove(lock);
    }
    return {};
}

} // namespace

QByteArray LinkedFolder::link() const
{
    return "gitdir: " + QFile::encodeName(admin()) + '\n';
}

Result<RepositoryHandle> openLinked(const LinkedFolder& folder)
{
    TRY(mend(folder));
    TRY_ASSIGN(auto handle, openFolder(folder.path));
    const QString gitFolder = canonicalFolder(QFile::decodeName(git_repository_path(handle.get())));
    const QString workFolder
        = canonicalFolder(QFile::decodeName(git_repository_workdir(handle.get())));
    if (gitFolder != canonicalFolder(folder.admin()) || workFolder != folder.path) {
        return failure(errors::GIT_FAILED,
                       QStringLiteral("%1 is not the worktree that it should be").arg(folder.path),
                       {{"path", folder.path}, {"gitFolder", gitFolder}});
    }
    return handle;
}

Result<> distrustFiles(git_repository* handle)
{
    TRY_ASSIGN(const auto head, lookUpCommit(handle, QStringLiteral("HEAD")));
    TRY_ASSIGN(const auto tree, treeOf(head.get()));
    IndexHandle index;
    TRY(checked(git_repository_index(std::out_ptr(index), handle),
                QStringLiteral("read the index")));
    TRY(checked(git_index_clear(index.get()), QStringLiteral("empty the index")));
    TRY(checked(git_index_read_tree(index.get(), tree.get()), QStringLiteral("fill the index")));
    return patiently(QStringLiteral("write the index"),
                     [&] { return git_index_write(index.get()); });
}

Result<> checkOutAll(git_repository* handle)
{
    TRY_ASSIGN(const auto head, lookUpCommit(handle, QStringLiteral("HEAD")));
    TRY_ASSIGN(const auto tree, treeOf(head.get()));
    git_checkout_options options = GIT_CHECKOUT_OPTIONS_INIT;
    options.checkout_strategy = GIT_CHECKOUT_FORCE;
    return patiently(QStringLiteral("check out files"), [&] {
        return git_checkout_tree(handle, reinterpret_cast<const git_object*>(tree.get()), &options);
    });
}

} // namespace tamma::git
