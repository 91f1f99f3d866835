// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/git/checkout.h"

#include "core/base/log.h"
#include "core/git/patience.h"
#include "core/git/tree_diff.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonArray>

namespace tamma::git {

namespace {

std::unexpected<Error> inTheWay(const Checkout& checkout, const QStringList& paths)
{
    return failure(errors::CHECKOUT_DIRTY,
                   QStringLiteral("work in %1 is in the way of the merge: %2")
                       .arg(checkout.root, paths.join(QStringLiteral(", "))),
                   {{"checkout", checkout.root},
                    {"paths", QJsonArray::fromStringList(paths)},
                    {"mend", "commit or stash it, or switch to another branch, then try again"}});
}

// A branch that is being rebased is not HEAD's, but git writes it when the rebase ends.
QString branchOf(git_repository* handle)
{
    const QString folder = QFile::decodeName(git_repository_path(handle));
    for (const char* name : {"rebase-merge/head-name", "rebase-apply/head-name"}) {
        QFile file(folder + QLatin1String(name));
        if (file.open(QIODevice::ReadOnly)) {
            return QString::fromUtf8(file.readAll()).trimmed();
        }
    }
    ReferenceHandle head;
    if (git_reference_lookup(std::out_ptr(head), handle, "HEAD") != 0
        || git_reference_type(head.get()) != GIT_REFERENCE_SYMBOLIC) {
        return {};
    }
    return QString::fromUtf8(git_reference_symbolic_target(head.get()));
}

// The tree as an object of the checkout's own handle: libgit2 refuses those of another.
Result<TreeHandle> treeIn(const Checkout& checkout, const git_commit* commit)
{
    TreeHandle tree;
    TRY(checked(
        git_tree_lookup(std::out_ptr(tree), checkout.handle.get(), git_commit_tree_id(commit)),
        QStringLiteral("read a tree")));
    return tree;
}

QString indexLockOf(const Checkout& checkout)
{
    return QFile::decodeName(git_repository_path(checkout.handle.get()))
        + QStringLiteral("index.lock");
}

Result<> moveFiles(const Checkout& checkout, git_tree* before, const git_commit* target,
                   unsigned strategy)
{
    QStringList blocked;
    git_checkout_options options = GIT_CHECKOUT_OPTIONS_INIT;
    options.checkout_strategy = GIT_CHECKOUT_SAFE | GIT_CHECKOUT_DONT_OVERWRITE_IGNORED | strategy;
    options.baseline = before;
    options.notify_flags = GIT_CHECKOUT_NOTIFY_CONFLICT;
    options.notify_cb = [](git_checkout_notify_t, const char* path, const git_diff_file*,
                           const git_diff_file*, const git_diff_file*, void* paths) {
        static_cast<QStringList*>(paths)->append(QString::fromUtf8(path));
        return 0;
    };
    options.notify_payload = &blocked;
    TRY_ASSIGN(const auto tree, treeIn(checkout, target));
    const auto moved = patiently(
        QStringLiteral("update the files of ") + checkout.root,
        [&] {
            blocked.clear();
            return git_checkout_tree(checkout.handle.get(),
                                     reinterpret_cast<const git_object*>(tree.get()), &options);
        },
        indexLockOf(checkout));
    if (!blocked.isEmpty()) {
        return inTheWay(checkout, blocked);
    }
    return moved;
}

/// Whether a file is exactly the one of `commit`, or is away as it is there.
bool isThatOf(const Checkout& checkout, const QByteArray& path, const git_commit* commit)
{
    TreeHandle tree;
    TreeEntryHandle entry;
    const QFileInfo file(checkout.root + QLatin1Char('/') + QFile::decodeName(path));
    if (git_commit_tree(std::out_ptr(tree), commit) != 0) {
        return false;
    }
    if (git_tree_entry_bypath(std::out_ptr(entry), tree.get(), path.constData()) != 0) {
        return !file.exists() && !file.isSymLink();
    }
    git_oid content;
    const QByteArray link = QFile::encodeName(file.readSymLink()); // Not what it leads to.
    const int code = file.isSymLink()
        ? git_odb_hash(&content, link.constData(), static_cast<size_t>(link.size()),
                       GIT_OBJECT_BLOB)
        : git_repository_hashfile(&content, checkout.handle.get(), path.constData(),
                                  GIT_OBJECT_BLOB, nullptr);
    return code == 0 && git_oid_equal(&content, git_tree_entry_id(entry.get())) == 1;
}

Result<QList<QByteArray>> changedBetween(const Checkout& checkout, const git_commit* from,
                                         const git_commit* to)
{
    TRY_ASSIGN(const auto before, treeIn(checkout, from));
    TRY_ASSIGN(const auto after, treeIn(checkout, to));
    return changedPaths(checkout.handle.get(), before.get(), after.get());
}

// To libgit2 a new file that is there already is somebody's, even when it is exactly the one that
// it would write. Then nothing is lost with it: it comes back from the commit.
void removeCopy(const Checkout& checkout, const QString& path, const git_commit* target)
{
    if (isThatOf(checkout, path.toUtf8(), target)) {
        QFile::remove(checkout.root + QLatin1Char('/') + path);
    }
}

// A git folder that lies elsewhere does not know its checkout: what is around it is somebody's.
Result<RepositoryHandle> mainCheckoutOf(git_repository* handle)
{
    TRY_ASSIGN(auto found, openFolder(commonFolderOf(handle)));
    const char* around = git_repository_workdir(found.get());
    const auto back = around == nullptr ? Result<RepositoryHandle>(nullptr)
                                        : openFolder(QFile::decodeName(around), 0);
    const bool isOwn
        = around == nullptr || (back && commonFolderOf(back->get()) == commonFolderOf(handle));
    if (isOwn) {
        return found;
    }
    if (git_repository_is_worktree(handle) == 1) {
        return failure(errors::GIT_FAILED,
                       QStringLiteral("the checkout that belongs to %1 cannot be found; give Tamma "
                                      "the folder of that checkout")
                           .arg(commonFolderOf(handle)));
    }
    return openFolder(QFile::decodeName(git_repository_workdir(handle)), 0);
}

void addIfOn(const QString& reference, RepositoryHandle handle,
             QList<std::shared_ptr<Checkout>>& found)
{
    if (git_repository_is_bare(handle.get()) == 1 || branchOf(handle.get()) != reference) {
        return;
    }
    const QString root = canonicalFolder(QFile::decodeName(git_repository_workdir(handle.get())));
    found.append(std::make_shared<Checkout>(root, std::move(handle)));
}

} // namespace

Result<QStringList> checkoutChanges(git_repository* handle)
{
    git_status_options options = GIT_STATUS_OPTIONS_INIT;
    options.show = GIT_STATUS_SHOW_INDEX_AND_WORKDIR;
    options.flags = GIT_STATUS_OPT_EXCLUDE_SUBMODULES;
    StatusHandle status;
    TRY(checked(git_status_list_new(std::out_ptr(status), handle, &options),
                QStringLiteral("look for changes")));
    QStringList paths;
    for (size_t i = 0; i < git_status_list_entrycount(status.get()); ++i) {
        const git_status_entry* entry = git_status_byindex(status.get(), i);
        const git_diff_delta* delta
            = entry->head_to_index != nullptr ? entry->head_to_index : entry->index_to_workdir;
        paths.append(QString::fromUtf8(delta->new_file.path));
    }
    return paths;
}

Result<QList<std::shared_ptr<Checkout>>> checkoutsOf(git_repository* handle, const QString& branch)
{
    const QString reference = QStringLiteral("refs/heads/") + branch;
    QList<std::shared_ptr<Checkout>> found;
    TRY_ASSIGN(auto mainHandle, mainCheckoutOf(handle));
    addIfOn(reference, std::move(mainHandle), found);

    git_strarray names{};
    TRY(checked(git_worktree_list(&names, handle), QStringLiteral("list worktrees")));
    const std::unique_ptr<git_strarray, FreedBy<git_strarray_dispose>> owned(&names);
    for (size_t i = 0; i < names.count; ++i) {
        Handle<git_worktree, git_worktree_free> worktree;
        RepositoryHandle linked;
        if (git_worktree_lookup(std::out_ptr(worktree), handle, names.strings[i]) == 0
            && git_repository_open_from_worktree(std::out_ptr(linked), worktree.get()) == 0) {
            addIfOn(reference, std::move(linked), found);
        }
    }
    return found;
}

Result<> canBringForward(const Checkout& checkout, const git_commit* target)
{
    if (git_repository_state(checkout.handle.get()) != GIT_REPOSITORY_STATE_NONE) {
        return inTheWay(checkout, {QStringLiteral("a half-done merge, rebase or the like")});
    }
    TRY_ASSIGN(const QStringList changed, checkoutChanges(checkout.handle.get()));
    if (!changed.isEmpty()) {
        return inTheWay(checkout, changed);
    }
    TRY_ASSIGN(const auto head, lookUpCommit(checkout.handle.get(), QStringLiteral("HEAD")));
    TRY_ASSIGN(const auto paths, changedBetween(checkout, head.get(), target));
    TRY(requireNoFilters(checkout.handle.get(), paths));
    // To libgit2 a dry run is none for the index: it would be written, under a lock.
    return moveFiles(checkout, nullptr, target,
                     GIT_CHECKOUT_DRY_RUN | GIT_CHECKOUT_DONT_WRITE_INDEX);
}

Result<> waitForIndex(const Checkout& checkout)
{
    const QString lock = indexLockOf(checkout);
    return waitUntilGone(lock, std::chrono::steady_clock::now() + LOCK_PATIENCE)
        ? Result<>()
        : retryableFailure(
              errors::GIT_FAILED,
              QStringLiteral("git works in %1: %2 is there").arg(checkout.root, lock),
              {{"lockFile", lock}, {"mend", "if no git runs here, delete the lock file"}});
}

Result<> bringForward(const Checkout& checkout, const git_commit* before, const git_commit* target)
{
    TRY_ASSIGN(const auto baseline, treeIn(checkout, before));
    return moveFiles(checkout, baseline.get(), target, GIT_CHECKOUT_SAFE);
}

void takeBack(const Checkout& checkout, const git_commit* before, const git_commit* target)
{
    const auto tree = treeIn(checkout, before);
    const auto changed = changedBetween(checkout, before, target);
    if (!tree || !changed) {
        return;
    }
    QList<QByteArray> paths;
    for (const QByteArray& path : *changed) {
        if (isThatOf(checkout, path, target)) {
            paths.append(path);
        }
    }
    QList<char*> names;
    for (QByteArray& path : paths) {
        names.append(path.data());
    }
    git_checkout_options options = GIT_CHECKOUT_OPTIONS_INIT;
    options.checkout_strategy
        = GIT_CHECKOUT_FORCE | GIT_CHECKOUT_REMOVE_UNTRACKED | GIT_CHECKOUT_DISABLE_PATHSPEC_MATCH;
    options.paths = {names.data(), static_cast<size_t>(names.size())};
    const auto restored = names.isEmpty()
        ? Result<>()
        : patiently(
              QStringLiteral("restore the files of ") + checkout.root,
              [&] {
                  return git_checkout_tree(checkout.handle.get(),
                                           reinterpret_cast<const git_object*>(tree->get()),
                                           &options);
              },
              indexLockOf(checkout));
    if (!restored) {
        log::warning(QStringLiteral("A checkout could not be brought back."),
                     {{QStringLiteral("detail"), restored.error().detail}});
    }
}

Result<> finishBringingForward(const Checkout& checkout, const git_commit* before,
                               const git_commit* target)
{
    auto moved = bringForward(checkout, before, target);
    if (moved || moved.error().code != errors::CHECKOUT_DIRTY) {
        return moved;
    }
    const QJsonArray blocked = moved.error().context.value("paths").toArray();
    for (const QJsonValue& path : blocked) {
        removeCopy(checkout, path.toString(), target);
    }
    return bringForward(checkout, before, target);
}

Result<bool> stillShows(const Checkout& checkout, const git_commit* before)
{
    IndexHandle index;
    git_oid tree;
    TRY(checked(git_repository_index(std::out_ptr(index), checkout.handle.get()),
                QStringLiteral("read the index")));
    if (git_index_has_conflicts(index.get()) == 1) {
        return false;
    }
    TRY(checked(git_index_write_tree_to(&tree, index.get(), checkout.handle.get()),
                QStringLiteral("read the index")));
    return git_oid_equal(&tree, git_commit_tree_id(before)) == 1;
}

} // namespace tamma::git
