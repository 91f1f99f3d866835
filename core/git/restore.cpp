// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/git/restore.h"

#include "core/git/checkout.h"
#include "core/git/commits.h"
#include "core/git/folders.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>

#include <cerrno>
#include <cstdio>
#include <filesystem>

namespace tamma::git {

namespace {

std::unexpected<Error> badFolder(const QString& folder, const QString& why)
{
    return failure(errors::INVALID_ARGUMENT, QStringLiteral("%1: %2").arg(folder, why),
                   {{"path", folder}, {"mend", "name a new folder outside of every repository"}});
}

// By its real name, also when it is not there yet: a link on the way must not lead into a checkout.
QString realPath(const QString& folder)
{
    std::error_code error;
    const auto path
        = std::filesystem::weakly_canonical(QFile::encodeName(folder).toStdString(), error);
    return QFile::decodeName(QByteArray::fromStdString(path.string()));
}

// Git goes upwards itself; what it finds may be a checkout, a linked worktree or a bare repository.
bool isInsideOfRepository(QString folder)
{
    while (!QFileInfo::exists(folder)) {
        folder = QFileInfo(folder).path();
    }
    git_buf found = GIT_BUF_INIT;
    const std::unique_ptr<git_buf, FreedBy<git_buf_dispose>> owned(&found);
    return git_repository_discover(&found, QFile::encodeName(folder).constData(), 1, nullptr) == 0;
}

// A worktree is a loop's also while its folder, or the link in it that git looks for, is gone.
bool isInsideOfWorktree(const Repository& repository, const QString& folder)
{
    const QDir all(repository.commonFolder() + QStringLiteral("/worktrees"));
    const QStringList names = all.entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    return std::ranges::any_of(names, [&](const QString& name) {
        const QByteArray link = contentOf(all.filePath(name + QStringLiteral("/gitdir"))).trimmed();
        const QString path = QFileInfo(QFile::decodeName(link)).path();
        return !link.isEmpty() // Whoever removed it was killed halfway.
            && (folder == path || folder.startsWith(path + QLatin1Char('/')));
    });
}

Result<> checkTarget(const Repository& repository, const QString& folder)
{
    const QFileInfo target(folder);
    if (!target.isAbsolute() || QDir::cleanPath(folder) == QLatin1String("/")) {
        return badFolder(folder, QStringLiteral("not an absolute path of a folder"));
    }
    if (target.isSymLink() || (target.exists() && !target.isDir())
        || !QDir(folder).isEmpty(QDir::AllEntries | QDir::Hidden | QDir::System
                                 | QDir::NoDotAndDotDot)) {
        return badFolder(folder, QStringLiteral("there is something already"));
    }
    const QString real = realPath(folder);
    if (isInsideOfRepository(real) || isInsideOfWorktree(repository, real)) {
        return badFolder(folder, QStringLiteral("it is inside of a repository"));
    }
    return {};
}

Result<> writeFiles(git_repository* handle, const git_commit* commit, const QString& folder)
{
    TRY_ASSIGN(const auto tree, treeOf(commit));
    const QByteArray target = QFile::encodeName(folder);
    git_checkout_options options = GIT_CHECKOUT_OPTIONS_INIT;
    options.checkout_strategy = GIT_CHECKOUT_FORCE | GIT_CHECKOUT_DONT_UPDATE_INDEX
        | GIT_CHECKOUT_DONT_WRITE_INDEX | GIT_CHECKOUT_NO_REFRESH;
    options.target_directory = target.constData();
    return checked(
        git_checkout_tree(handle, reinterpret_cast<const git_object*>(tree.get()), &options),
        QStringLiteral("write the files to ") + folder);
}

} // namespace

Result<> restoreToBranch(const Repository& repository, const KeptWork& work, const QString& branch)
{
    TRY(checkBranchName(branch));
    TRY_ASSIGN(const auto handle, openHandle(repository));
    TRY_ASSIGN(const auto commit, lookUpCommit(handle.get(), work.commit));
    TRY_ASSIGN(const bool made,
               moveReference(handle.get(),
                             {QStringLiteral("refs/heads/") + branch, nullptr,
                              git_commit_id(commit.get()), QStringLiteral("tamma: restore")}));
    if (!made) {
        return failure(errors::BRANCH_TAKEN,
                       QStringLiteral("there is a branch '%1' already").arg(branch),
                       {{"branch", branch}});
    }
    return {};
}

Result<> takeBackBranch(const Repository& repository, const KeptWork& work, const QString& branch)
{
    if (!branch.startsWith(RESTORED_BRANCHES)) {
        return failure(errors::INVALID_ARGUMENT,
                       QStringLiteral("'%1' is not a branch that Tamma restored").arg(branch),
                       {{"branch", branch}});
    }
    TRY_ASSIGN(const auto handle, openHandle(repository));
    const QString name = QStringLiteral("refs/heads/") + branch;
    const auto tip = lookUpCommit(handle.get(), name);
    if (!tip) {
        return {};
    }
    TRY_ASSIGN(const auto restored, lookUpCommit(handle.get(), work.commit));
    TRY_ASSIGN(const auto checkouts, checkoutsOf(handle.get(), branch));
    bool deleted = false;
    if (checkouts.isEmpty()) {
        TRY_ASSIGN(deleted, deleteReference(handle.get(), name, git_commit_id(restored.get())));
    }
    if (!deleted) {
        return failure(errors::BRANCH_TAKEN,
                       QStringLiteral("somebody works on the branch '%1'").arg(branch),
                       {{"branch", branch}, {"commit", hashText(tip->get())}});
    }
    return {};
}

Result<> restoreToFolder(const Repository& repository, const KeptWork& work, const QString& folder)
{
    TRY_ASSIGN(const auto handle, openHandle(repository));
    TRY_ASSIGN(const auto commit, lookUpCommit(handle.get(), work.commit));
    TRY(checkTarget(repository, folder));
    const QString target = QDir::cleanPath(folder);
    const QString parent = QFileInfo(target).path();
    TRY(makeFolder(parent));
    // Elsewhere first: a full disk must not leave half of the files under the right name.
    const QTemporaryDir unfinished(parent + QStringLiteral("/.tamma-restoring-XXXXXX"));
    const QString files = unfinished.filePath(QStringLiteral("files"));
    TRY(makeFolder(files));
    TRY(writeFiles(handle.get(), commit.get(), files));
    // The kernel replaces an empty folder and no other.
    if (::rename(QFile::encodeName(files).constData(), QFile::encodeName(target).constData())
        != 0) {
        return badFolder(folder, qt_error_string(errno));
    }
    return {};
}

} // namespace tamma::git
