// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/git/worktree.h"

#include "core/git/commits.h"
#include "core/git/kept_refs.h"
#include "core/git/patience.h"
#include "core/git/recovery.h"
#include "core/git/tree_diff.h"
#include "core/git/worktree_places.h"

namespace tamma::git {

namespace {

const QString HEAD = QStringLiteral("HEAD");

Result<IndexHandle> indexOf(git_repository* handle)
{
    IndexHandle index;
    TRY(checked(git_repository_index(std::out_ptr(index), handle),
                QStringLiteral("read the index")));
    return index;
}

} // namespace

Result<QString> Worktree::head() const
{
    return m_repository.commit(QStringLiteral("refs/heads/") + m_branch);
}

Result<QString> Worktree::commitAll(const QString& message, const Author& author, int attempt)
{
    TRY_ASSIGN(const auto handle, openLinked(workFolder(m_repository, m_path, m_loop, m_branch)));
    TRY_ASSIGN(const auto parent, lookUpCommit(handle.get(), HEAD));
    TRY_ASSIGN(const auto index, indexOf(handle.get()));
    TRY_ASSIGN(const git_oid tree, treeOfFiles(handle.get(), index.get()));
    if (git_oid_equal(&tree, git_commit_tree_id(parent.get())) == 1) {
        return failure(errors::NOTHING_DONE, QStringLiteral("no file differs from the last commit"),
                       {{"worktree", m_path}, {"commit", hashText(parent.get())}});
    }
    TreeHandle before;
    TreeHandle after;
    TRY(checked(git_commit_tree(std::out_ptr(before), parent.get()),
                QStringLiteral("read a tree")));
    TRY(checked(git_tree_lookup(std::out_ptr(after), handle.get(), &tree),
                QStringLiteral("read a tree")));
    TRY_ASSIGN(const auto paths, changedPaths(handle.get(), before.get(), after.get()));
    TRY(requireNoFilters(handle.get(), paths));
    TRY_ASSIGN(const auto commit,
               storeCommit(handle.get(), {tree, {parent.get()}, message, author}));
    if (attempt > 0) {
        // A branch can be deleted by anybody: what it alone holds must not be all that there is.
        TRY(keepAttempt(attempt, hashText(commit.get()), author));
    }
    TRY(patiently(QStringLiteral("write the index"), [&] { return git_index_write(index.get()); }));
    TRY_ASSIGN(const bool moved,
               moveReference(handle.get(),
                             {QStringLiteral("refs/heads/") + m_branch, git_commit_id(parent.get()),
                              git_commit_id(commit.get()), QStringLiteral("tamma: commit")}));
    if (!moved) {
        return retryableFailure(errors::GIT_FAILED,
                                QStringLiteral("somebody moved the branch %1").arg(m_branch),
                                {{"branch", m_branch}});
    }
    // What an agent's own merge or rebase left half done is answered by this commit.
    git_repository_state_cleanup(handle.get());
    return hashText(commit.get());
}

Result<QString> Worktree::resetTo(const QString& commit, const Author& author)
{
    TRY_ASSIGN(const auto handle, openLinked(workFolder(m_repository, m_path, m_loop, m_branch)));
    TRY_ASSIGN(const auto before, lookUpCommit(handle.get(), HEAD));
    TRY_ASSIGN(const auto target, lookUpCommit(handle.get(), commit));
    TRY_ASSIGN(const git_oid files, treeOfWork(handle.get(), Ignored::LeftOut));
    TRY_ASSIGN(const bool isAhead, descendsFrom(handle.get(), target.get(), before.get()));
    const bool nothingLost
        = isAhead && git_oid_equal(&files, git_commit_tree_id(before.get())) == 1;
    QString recovery;
    if (!nothingLost) {
        TRY_ASSIGN(recovery,
                   keepForRecovery(
                       handle.get(),
                       {m_loop, KeptBecause::Reset, files, before.get(), target.get(), author}));
    }
    TRY_ASSIGN(const auto tree, treeOf(target.get()));
    git_checkout_options options = GIT_CHECKOUT_OPTIONS_INIT;
    options.checkout_strategy = GIT_CHECKOUT_FORCE | GIT_CHECKOUT_REMOVE_UNTRACKED;
    TRY(patiently(QStringLiteral("check out files"), [&] {
        return git_checkout_tree(handle.get(), reinterpret_cast<const git_object*>(tree.get()),
                                 &options);
    }));
    TRY_ASSIGN(const bool moved,
               moveReference(handle.get(),
                             {QStringLiteral("refs/heads/") + m_branch, git_commit_id(before.get()),
                              git_commit_id(target.get()), QStringLiteral("tamma: reset")}));
    if (!moved) {
        return retryableFailure(errors::GIT_FAILED,
                                QStringLiteral("somebody moved the branch %1").arg(m_branch),
                                {{"branch", m_branch}});
    }
    git_repository_state_cleanup(handle.get());
    return recovery;
}

Result<QString> Worktree::keepWork(KeptBecause because, const Author& author)
{
    TRY_ASSIGN(const auto handle, openLinked(workFolder(m_repository, m_path, m_loop, m_branch)));
    TRY_ASSIGN(const auto head, lookUpCommit(handle.get(), HEAD));
    TRY_ASSIGN(const git_oid files, treeOfWork(handle.get(), Ignored::LeftOut));
    if (git_oid_equal(&files, git_commit_tree_id(head.get())) == 1) {
        return QString();
    }
    const Disappearing work{m_loop, because, files, head.get(), head.get(), author};
    TRY_ASSIGN(const QString there, keptAlready(handle.get(), work));
    return there.isEmpty() ? keepForRecovery(handle.get(), work) : there;
}

Result<> Worktree::keepAttempt(int number, const QString& commit, const Author& author)
{
    TRY_ASSIGN(const auto handle, openHandle(m_repository));
    TRY_ASSIGN(const auto done, lookUpCommit(handle.get(), commit));
    const QString name = ATTEMPT_REFS + QStringLiteral("%1/%2").arg(m_loop).arg(number);
    const auto before = lookUpCommit(handle.get(), name);
    if (before && git_oid_equal(git_commit_id(before->get()), git_commit_id(done.get())) == 0) {
        TRY(keepForRecovery(handle.get(),
                            {m_loop, KeptBecause::Replaced, *git_commit_tree_id(before->get()),
                             before->get(), done.get(), author}));
    }
    TRY_ASSIGN(
        const bool moved,
        moveReference(handle.get(),
                      {name, before ? git_commit_id(before->get()) : nullptr,
                       git_commit_id(done.get()), QStringLiteral("tamma: keep an attempt")}));
    if (!moved) {
        return retryableFailure(errors::GIT_FAILED,
                                QStringLiteral("somebody moved the reference %1").arg(name));
    }
    return {};
}

} // namespace tamma::git
