// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/git/worktree_factory.h"

#include "core/git/checkout.h"
#include "core/git/commits.h"
#include "core/git/folders.h"
#include "core/git/patience.h"
#include "core/git/recovery.h"
#include "core/git/worktree_places.h"

#include <QDir>
#include <QFileInfo>
#include <QRegularExpression>

namespace tamma::git {

namespace {

const QString WORK = QStringLiteral("work");
const QString GATE = QStringLiteral("gate");

bool isUsableId(const QString& loop)
{
    static const QRegularExpression shape(
        QRegularExpression::anchoredPattern(QStringLiteral("[A-Za-z0-9_][A-Za-z0-9._-]{0,99}")));
    const QString asReference = QStringLiteral("refs/tamma/recovery/") + loop;
    int valid = 0;
    startLibrary();
    return shape.match(loop).hasMatch()
        && git_reference_name_is_valid(&valid, asReference.toLatin1().constData()) == 0
        && valid == 1;
}

std::unexpected<Error> notOurs(const QString& path, const QString& why)
{
    return failure(errors::INVALID_ARGUMENT,
                   QStringLiteral("%1 cannot be a worktree of Tamma: %2").arg(path, why),
                   {{"path", path}});
}

bool hasFiles(const QString& folder)
{
    return !QDir(folder).isEmpty(QDir::AllEntries | QDir::Hidden | QDir::System
                                 | QDir::NoDotAndDotDot);
}

// Our own worktree does not count: it is looked for because it has the branch.
Result<bool> isCheckedOutElsewhere(git_repository* handle, const QString& branch,
                                   const QString& ourPath)
{
    TRY_ASSIGN(const auto checkouts, checkoutsOf(handle, branch));
    return std::ranges::any_of(checkouts,
                               [&](const auto& checkout) { return checkout->root != ourPath; });
}

Result<> ensureBranch(git_repository* handle, const LoopBranch& wanted, const QString& ourPath)
{
    TRY_ASSIGN(const auto base, lookUpCommit(handle, wanted.baseCommit));
    const QString name = QStringLiteral("refs/heads/") + wanted.branch;
    TRY_ASSIGN(const bool made,
               moveReference(handle,
                             {name, nullptr, git_commit_id(base.get()),
                              QStringLiteral("tamma: begin a loop")}));
    if (made) {
        return {};
    }
    TRY_ASSIGN(const auto tip, lookUpCommit(handle, name));
    TRY_ASSIGN(const bool continues, descendsFrom(handle, tip.get(), base.get()));
    TRY_ASSIGN(const bool elsewhere, isCheckedOutElsewhere(handle, wanted.branch, ourPath));
    if (!continues || elsewhere) {
        return failure(
            errors::BRANCH_TAKEN,
            QStringLiteral("the branch '%1' exists and is not this loop's").arg(wanted.branch),
            {{"branch", wanted.branch}, {"commit", hashText(tip.get())}});
    }
    return {};
}

// Tells git about files that are there already: HEAD becomes the index, the edits stay edits.
Result<> takeBack(const LinkedFolder& folder)
{
    const QString marker = folder.admin() + QStringLiteral("/tamma-taking-back");
    TRY(makeFolder(folder.admin()));
    TRY(writeFile(marker, {}));
    TRY_ASSIGN(const auto handle, openLinked(folder));
    TRY(distrustFiles(handle.get()));
    QFile::remove(marker);
    return {};
}

// Makes or completes the worktree, whatever state a crash or a person left it in.
Result<> ensureWorktree(const LinkedFolder& folder)
{
    const bool forgotten = !QFileInfo::exists(folder.admin());
    const bool halfTakenBack = QFileInfo::exists(folder.admin() + "/tamma-taking-back");
    if (hasFiles(folder.path) && (forgotten || halfTakenBack)) {
        return takeBack(folder);
    }
    if (!hasFiles(folder.path)) {
        QFile::remove(folder.indexFile()); // It describes files that are gone.
    }
    TRY_ASSIGN(const auto handle, openLinked(folder));
    // Without an index the first checkout was cut off, and nobody has worked here yet.
    return QFileInfo::exists(folder.indexFile()) ? Result<>() : checkOutAll(handle.get());
}

} // namespace

Result<QString> WorktreeFactory::place(const Repository& repository, const QString& loop,
                                       const QString& kind) const
{
    if (!isUsableId(loop)) {
        return failure(errors::INVALID_ARGUMENT, QStringLiteral("not a loop id: '%1'").arg(loop),
                       {{"loop", loop}});
    }
    TRY(makeFolder(m_root + QLatin1Char('/') + loop));
    const QString parent = canonicalFolder(m_root) + QLatin1Char('/') + loop;
    const QString path = parent + QLatin1Char('/') + kind;
    if (canonicalFolder(parent) != parent || QFileInfo(path).isSymLink()) {
        return notOurs(path, QStringLiteral("a symbolic link leads out of the data folder"));
    }
    const QString inside = path + QLatin1Char('/');
    const QFileInfo git(path + QStringLiteral("/.git"));
    if ((!git.isSymLink() && git.canonicalFilePath() == repository.commonFolder())
        || (repository.root() + QLatin1Char('/')).startsWith(inside)) {
        return notOurs(path, QStringLiteral("it is the user's own checkout"));
    }
    return path;
}

Result<Worktree> WorktreeFactory::createForLoop(const Repository& repository,
                                                const LoopBranch& wanted) const
{
    TRY_ASSIGN(const QString path, place(repository, wanted.loop, WORK));
    TRY(checkBranchName(wanted.branch));
    const LinkedFolder folder = workFolder(repository, path, wanted.loop, wanted.branch);
    const QString link = path + QStringLiteral("/.git");
    if (!QFileInfo::exists(folder.admin()) && QFileInfo::exists(link)
        && contentOf(link) != folder.link()) {
        return notOurs(path, QStringLiteral("it is a checkout of something else"));
    }
    TRY_ASSIGN(const auto handle, openHandle(repository));
    TRY(ensureBranch(handle.get(), wanted, path));
    TRY(ensureWorktree(folder));
    return Worktree(repository, path, wanted.loop, wanted.branch);
}

Result<Worktree> WorktreeFactory::open(const Repository& repository, const QString& loop,
                                       const QString& branch) const
{
    TRY_ASSIGN(const QString path, place(repository, loop, WORK));
    const LinkedFolder folder = workFolder(repository, path, loop, branch);
    TRY(repository.commit(QStringLiteral("refs/heads/") + branch));
    if (!hasFiles(path) || !QFileInfo::exists(folder.indexFile())) {
        return failure(errors::NOT_FOUND, QStringLiteral("no worktree in ") + path,
                       {{"path", path}, {"branch", branch}});
    }
    return Worktree(repository, path, loop, branch);
}

Result<CleanCheckout> WorktreeFactory::cleanCheckout(const Repository& repository,
                                                     const QString& loop,
                                                     const QString& commit) const
{
    TRY_ASSIGN(const QString hash, repository.commit(commit));
    TRY_ASSIGN(const QString path, place(repository, loop, GATE));
    const LinkedFolder folder = gateFolder(repository, path, loop, hash);
    const QString marker = folder.admin() + QStringLiteral("/tamma-complete");
    for (const bool lastTry : {false, true}) {
        if (lastTry || contentOf(marker) != hash.toLatin1()) {
            QFile::remove(marker);
            TRY(removeFolder(path));
        }
        QFile::remove(folder.indexFile()); // A killed process may have left half of one.
        TRY_ASSIGN(const auto handle, openLinked(folder));
        // A build can fake the times and sizes of files, by which git knows them, not the contents.
        TRY(distrustFiles(handle.get()));
        TRY(checkOutAll(handle.get()));
        TRY_ASSIGN(const QStringList different, checkoutChanges(handle.get()));
        if (different.isEmpty()) {
            TRY(writeFile(marker, hash.toLatin1()));
            return CleanCheckout{path, hash};
        }
    }
    return failure(errors::GIT_FAILED,
                   QStringLiteral("the files of %1 do not become those of %2").arg(path, hash),
                   {{"path", path}, {"commit", hash}});
}

Result<QString> WorktreeFactory::remove(const Worktree& worktree, const Author& author) const
{
    const LinkedFolder folder
        = workFolder(worktree.m_repository, worktree.path(), worktree.loop(), worktree.branch());
    QString recovery;
    if (hasFiles(folder.path)) {
        TRY(ensureWorktree(folder));
        TRY_ASSIGN(const auto handle, openLinked(folder));
        TRY_ASSIGN(const auto head, lookUpCommit(handle.get(), QStringLiteral("HEAD")));
        TRY_ASSIGN(const git_oid files, treeOfWork(handle.get(), Ignored::SmallTexts));
        if (git_oid_equal(&files, git_commit_tree_id(head.get())) == 0) {
            TRY_ASSIGN(recovery,
                       keepForRecovery(handle.get(),
                                       {worktree.loop(), KeptBecause::Removed, files, head.get(),
                                        head.get(), author}));
        }
    }
    TRY(removeFolder(folder.path));
    TRY(removeFolder(folder.admin()));
    return recovery;
}

Result<> WorktreeFactory::removeCleanCheckout(const Repository& repository,
                                              const QString& loop) const
{
    TRY_ASSIGN(const QString path, place(repository, loop, GATE));
    TRY(removeFolder(path));
    return removeFolder(gateFolder(repository, path, loop, {}).admin());
}

} // namespace tamma::git
