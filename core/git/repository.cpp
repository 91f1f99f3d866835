// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/git/repository.h"

#include "core/git/checkout.h"
#include "core/git/libgit2.h"

#include <QFile>
#include <QJsonArray>

namespace tamma::git {

namespace {

const QString HEADS = QStringLiteral("refs/heads/");

// HEAD itself, not what it leads to: it may name a branch that has no commit yet.
Result<QString> headTarget(git_repository* handle)
{
    ReferenceHandle head;
    TRY(checked(git_reference_lookup(std::out_ptr(head), handle, "HEAD"),
                QStringLiteral("read HEAD")));
    return git_reference_type(head.get()) == GIT_REFERENCE_SYMBOLIC
        ? QString::fromUtf8(git_reference_symbolic_target(head.get()))
        : QString();
}

bool branchExists(git_repository* handle, const QString& branch)
{
    git_oid id;
    return git_reference_name_to_id(&id, handle, (HEADS + branch).toUtf8().constData()) == 0;
}

QString usualBaseBranch(git_repository* handle)
{
    ReferenceHandle origin;
    QStringList candidates;
    if (git_reference_lookup(std::out_ptr(origin), handle, "refs/remotes/origin/HEAD") == 0
        && git_reference_type(origin.get()) == GIT_REFERENCE_SYMBOLIC) {
        candidates.append(QString::fromUtf8(git_reference_symbolic_target(origin.get()))
                              .remove(QStringLiteral("refs/remotes/origin/")));
    }
    candidates.append({QStringLiteral("main"), QStringLiteral("master")});
    for (const QString& candidate : candidates) {
        if (branchExists(handle, candidate)) {
            return candidate;
        }
    }
    return {};
}

Result<RepositoryState> stateOf(git_repository* handle)
{
    RepositoryState state;
    state.bare = git_repository_is_bare(handle) == 1;
    state.empty = git_repository_head_unborn(handle) == 1;
    state.detached = git_repository_head_detached(handle) == 1;
    state.root = canonicalFolder(QFile::decodeName(state.bare ? git_repository_path(handle)
                                                              : git_repository_workdir(handle)));
    TRY_ASSIGN(const QString target, headTarget(handle));
    if (target.startsWith(HEADS)) {
        state.currentBranch = target.mid(HEADS.size());
    }
    git_oid head;
    if (git_reference_name_to_id(&head, handle, "HEAD") == 0) {
        state.headCommit = hashText(head);
    }
    state.defaultBaseBranch = state.detached ? usualBaseBranch(handle) : state.currentBranch;
    if (!state.bare) {
        TRY_ASSIGN(const auto changes, checkoutChanges(handle));
        state.dirty
            = !changes.isEmpty() || git_repository_state(handle) != GIT_REPOSITORY_STATE_NONE;
    }
    return state;
}

} // namespace

Result<RepositoryState> inspectRepository(const QString& folder)
{
    TRY_ASSIGN(const auto handle, openFolder(folder, 0));
    return stateOf(handle.get());
}

Result<Repository> Repository::open(const QString& folder)
{
    TRY_ASSIGN(const auto handle, openFolder(folder, 0));
    if (git_repository_is_bare(handle.get()) == 1) {
        return failure(errors::REPOSITORY_BARE,
                       QStringLiteral("a bare repository has no files to work on: ") + folder,
                       {{"path", folder}, {"mend", "git clone it, and use the clone"}});
    }
    return Repository(canonicalFolder(QFile::decodeName(git_repository_workdir(handle.get()))),
                      commonFolderOf(handle.get()));
}

Result<BranchTip> Repository::baseTip(const QString& branch) const
{
    TRY_ASSIGN(const auto handle, openHandle(*this));
    TRY_ASSIGN(const QStringList existing, branches());
    TRY_ASSIGN(const QString target, headTarget(handle.get()));
    const bool detached = git_repository_head_detached(handle.get()) == 1;
    const QString wanted = branch.isEmpty() ? QString(target).remove(HEADS) : branch;
    if (existing.isEmpty() || (branch.isEmpty() && !detached && !existing.contains(wanted))) {
        return failure(errors::REPOSITORY_EMPTY, QStringLiteral("no commit yet in ") + m_root,
                       {{"path", m_root}, {"mend", "git add --all && git commit"}});
    }
    if (branch.isEmpty() && detached) {
        return failure(errors::HEAD_DETACHED,
                       QStringLiteral("HEAD is not on a branch in ") + m_root,
                       {{"path", m_root},
                        {"suggestion", usualBaseBranch(handle.get())},
                        {"branches", QJsonArray::fromStringList(existing)}});
    }
    git_oid id;
    if (git_reference_name_to_id(&id, handle.get(), (HEADS + wanted).toUtf8().constData()) != 0) {
        return failure(errors::BRANCH_NOT_FOUND,
                       QStringLiteral("no branch '%1' in %2").arg(wanted, m_root),
                       {{"path", m_root},
                        {"branch", wanted},
                        {"branches", QJsonArray::fromStringList(existing)}});
    }
    return BranchTip{wanted, hashText(id)};
}

Result<QString> Repository::commit(const QString& revision) const
{
    TRY_ASSIGN(const auto handle, openHandle(*this));
    TRY_ASSIGN(const auto found, lookUpCommit(handle.get(), revision));
    return hashText(found.get());
}

Result<QStringList> Repository::branches() const
{
    TRY_ASSIGN(const auto handle, openHandle(*this));
    Handle<git_branch_iterator, git_branch_iterator_free> iterator;
    TRY(checked(git_branch_iterator_new(std::out_ptr(iterator), handle.get(), GIT_BRANCH_LOCAL),
                QStringLiteral("list branches")));
    QStringList names;
    ReferenceHandle reference;
    git_branch_t kind = GIT_BRANCH_LOCAL;
    while (git_branch_next(std::out_ptr(reference), &kind, iterator.get()) == 0) {
        names.append(QString::fromUtf8(git_reference_shorthand(reference.get())));
    }
    names.sort();
    return names;
}

} // namespace tamma::git
