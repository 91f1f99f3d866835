// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/git/merge.h"

#include "core/git/checkout.h"
#include "core/git/commits.h"
#include "core/git/file_wait.h"

#include <QDir>
#include <QJsonArray>

namespace tamma::git {

namespace {

// Only a commit that somebody makes with git in the meantime costs another round.
constexpr int MOST_ROUNDS = 20;
const QString PREPARED = QStringLiteral("refs/tamma/merges/"); // And the loop.

using Checkouts = QList<std::shared_ptr<Checkout>>;

Result<CommitHandle> tipOf(git_repository* handle, const QString& branch)
{
    auto tip = lookUpCommit(handle, QStringLiteral("refs/heads/") + branch);
    if (!tip) {
        return failure(errors::BRANCH_NOT_FOUND, QStringLiteral("no branch '%1'").arg(branch),
                       {{"branch", branch}});
    }
    return tip;
}

bool mergesIn(const git_commit* merge, const git_commit* commit)
{
    for (unsigned i = 1; i < git_commit_parentcount(merge); ++i) {
        if (git_oid_equal(git_commit_parent_id(merge, i), git_commit_id(commit)) == 1) {
            return true;
        }
    }
    return false;
}

// Null when `commit` is not in the branch yet.
Result<CommitHandle> findMergeOf(git_repository* handle, const git_commit* tip,
                                 const git_commit* commit)
{
    TRY_ASSIGN(const bool isThere, descendsFrom(handle, tip, commit));
    if (!isThere) {
        return CommitHandle();
    }
    RevwalkHandle walk;
    TRY(checked(git_revwalk_new(std::out_ptr(walk), handle), QStringLiteral("walk commits")));
    TRY(checked(git_revwalk_push(walk.get(), git_commit_id(tip)), QStringLiteral("walk commits")));
    TRY(checked(git_revwalk_hide(walk.get(), git_commit_id(commit)),
                QStringLiteral("walk commits")));
    git_oid id;
    while (git_revwalk_next(&id, walk.get()) == 0) {
        CommitHandle candidate;
        TRY(checked(git_commit_lookup(std::out_ptr(candidate), handle, &id),
                    QStringLiteral("read a commit")));
        if (mergesIn(candidate.get(), commit)) {
            return candidate;
        }
    }
    return lookUpCommit(handle, hashText(commit));
}

Result<QStringList> conflictsIn(git_index* index)
{
    Handle<git_index_conflict_iterator, git_index_conflict_iterator_free> iterator;
    TRY(checked(git_index_conflict_iterator_new(std::out_ptr(iterator), index),
                QStringLiteral("list conflicts")));
    QStringList paths;
    const git_index_entry* ancestor = nullptr;
    const git_index_entry* ours = nullptr;
    const git_index_entry* theirs = nullptr;
    while (git_index_conflict_next(&ancestor, &ours, &theirs, iterator.get()) == 0) {
        const git_index_entry* any = ours != nullptr ? ours : theirs != nullptr ? theirs : ancestor;
        paths.append(QString::fromUtf8(any->path));
    }
    return paths;
}

Result<IndexHandle> mergedIndex(git_repository* handle, const git_commit* base,
                                const git_commit* commit)
{
    const git_merge_options options = GIT_MERGE_OPTIONS_INIT;
    IndexHandle index;
    TRY(checked(git_merge_commits(std::out_ptr(index), handle, base, commit, &options),
                QStringLiteral("merge")));
    return index;
}

Result<CommitHandle> mergeInMemory(git_repository* handle, const MergePlan& plan,
                                   const git_commit* base, const git_commit* commit)
{
    TRY_ASSIGN(const auto index, mergedIndex(handle, base, commit));
    TRY_ASSIGN(const QStringList paths, conflictsIn(index.get()));
    if (!paths.isEmpty()) {
        return failure(errors::MERGE_CONFLICT, paths.join(QStringLiteral(", ")),
                       {{"paths", QJsonArray::fromStringList(paths)},
                        {"baseBranch", plan.baseBranch},
                        {"commit", plan.commit}});
    }
    git_oid tree;
    TRY(checked(git_index_write_tree_to(&tree, index.get(), handle),
                QStringLiteral("write a tree")));
    return storeCommit(handle, {tree, {base, commit}, plan.message, plan.author});
}

bool isMergeOf(const git_commit* merge, const git_commit* base, const git_commit* commit)
{
    return git_commit_parentcount(merge) == 2
        && git_oid_equal(git_commit_parent_id(merge, 0), git_commit_id(base)) == 1
        && git_oid_equal(git_commit_parent_id(merge, 1), git_commit_id(commit)) == 1;
}

// The merge commit that is to become the tip: the prepared one, or one that is made now.
Result<CommitHandle> mergeToLand(git_repository* handle, const MergePlan& plan,
                                 const git_commit* tip, const git_commit* commit)
{
    if (plan.prepared.isEmpty()) {
        return mergeInMemory(handle, plan, tip, commit);
    }
    TRY_ASSIGN(auto prepared, lookUpCommit(handle, plan.prepared));
    if (!isMergeOf(prepared.get(), tip, commit)) {
        return failure(errors::EVIDENCE_CHANGED,
                       QStringLiteral("%1 moved since the merge was prepared").arg(plan.baseBranch),
                       {{"baseBranch", plan.baseBranch}, {"baseCommit", hashText(tip)}});
    }
    return prepared;
}

Result<bool> moveBranch(git_repository* handle, const QString& branch, const git_commit* from,
                        const git_commit* to)
{
    return moveReference(handle,
                         {QStringLiteral("refs/heads/") + branch, git_commit_id(from),
                          git_commit_id(to), QStringLiteral("tamma: merge")});
}

Result<QStringList> bringAllForward(const Checkouts& checkouts, const git_commit* before,
                                    const git_commit* target)
{
    QStringList updated;
    for (const auto& checkout : checkouts) {
        TRY(bringForward(*checkout, before, target));
        updated.append(checkout->root);
    }
    return updated;
}

/// The lock files that git's own rules demand for moving the branch and the files that show it.
QStringList lockFilesFor(git_repository* handle, const QString& branch, const Checkouts& checkouts)
{
    const QDir common(commonFolderOf(handle));
    QStringList files{QStringLiteral("refs/heads/%1.lock").arg(branch)};
    for (const auto& checkout : checkouts) {
        files.append(
            common.relativeFilePath(QFile::decodeName(git_repository_path(checkout->handle.get()))
                                    + QStringLiteral("index.lock")));
    }
    return files;
}

// Tamma was killed after it moved the branch: the files of a clean checkout follow now.
Result<MergeOutcome> finishFound(const Checkouts& checkouts, const git_commit* merge,
                                 const git_commit* tip)
{
    MergeOutcome outcome{hashText(merge), true, {}};
    CommitHandle before;
    if (git_commit_parentcount(merge) < 2
        || git_commit_parent(std::out_ptr(before), merge, 0) != 0) {
        return outcome;
    }
    for (const auto& checkout : checkouts) {
        TRY_ASSIGN(const bool leftBehind, stillShows(*checkout, before.get()));
        if (leftBehind && finishBringingForward(*checkout, before.get(), tip)) {
            outcome.updatedCheckouts.append(checkout->root);
        }
    }
    return outcome;
}

// One try; nothing when the branch moved in the meantime.
Result<std::optional<MergeOutcome>> tryMerge(git_repository* handle, const MergePlan& plan,
                                             RepositoryLock& lock)
{
    TRY_ASSIGN(const auto tip, tipOf(handle, plan.baseBranch));
    TRY_ASSIGN(const auto commit, lookUpCommit(handle, plan.commit));
    TRY_ASSIGN(const auto found, findMergeOf(handle, tip.get(), commit.get()));
    TRY_ASSIGN(const Checkouts checkouts, checkoutsOf(handle, plan.baseBranch));
    const auto announce = [&] { lock.announce(lockFilesFor(handle, plan.baseBranch, checkouts)); };
    if (found != nullptr) {
        announce();
        return finishFound(checkouts, found.get(), tip.get());
    }
    TRY_ASSIGN(const auto merge, mergeToLand(handle, plan, tip.get(), commit.get()));
    for (const auto& checkout : checkouts) {
        TRY(waitForIndex(*checkout));
        TRY(canBringForward(*checkout, merge.get()));
    }
    announce();
    TRY_ASSIGN(const bool moved, moveBranch(handle, plan.baseBranch, tip.get(), merge.get()));
    if (!moved) {
        return std::nullopt;
    }
    announce();
    auto updated = bringAllForward(checkouts, tip.get(), merge.get());
    if (!updated) {
        // Somebody edited a file in this very moment, or the disk failed. Their checkouts must not
        // look reverted, nor hold what was not merged.
        TRY_ASSIGN(const bool undone, moveBranch(handle, plan.baseBranch, merge.get(), tip.get()));
        if (!undone) { // Somebody has built on it already: then it is merged.
            return MergeOutcome{hashText(merge.get()), false, {}};
        }
        for (const auto& checkout : checkouts) {
            takeBack(*checkout, tip.get(), merge.get());
        }
        return std::unexpected(std::move(updated).error());
    }
    return MergeOutcome{hashText(merge.get()), false, *updated};
}

} // namespace

Result<std::optional<QString>> findMerge(const Repository& repository, const QString& baseBranch,
                                         const QString& commit)
{
    TRY_ASSIGN(const auto handle, openHandle(repository));
    TRY_ASSIGN(const auto tip, tipOf(handle.get(), baseBranch));
    TRY_ASSIGN(const auto merged, lookUpCommit(handle.get(), commit));
    TRY_ASSIGN(const auto found, findMergeOf(handle.get(), tip.get(), merged.get()));
    return found == nullptr ? std::nullopt : std::optional(hashText(found.get()));
}

Result<MergeForecast> forecastMerge(const Repository& repository, const QString& baseBranch,
                                    const QString& commit)
{
    TRY_ASSIGN(const auto handle, openHandle(repository));
    TRY_ASSIGN(const auto tip, tipOf(handle.get(), baseBranch));
    TRY_ASSIGN(const auto work, lookUpCommit(handle.get(), commit));
    MergeForecast forecast{baseBranch, hashText(tip.get()), hashText(work.get()), false, 0, {}};
    TRY_ASSIGN(forecast.alreadyMerged, descendsFrom(handle.get(), tip.get(), work.get()));
    if (forecast.alreadyMerged) {
        return forecast;
    }
    size_t ahead = 0;
    size_t behind = 0;
    TRY(checked(git_graph_ahead_behind(&ahead, &behind, handle.get(), git_commit_id(work.get()),
                                       git_commit_id(tip.get())),
                QStringLiteral("compare two commits")));
    forecast.behind = static_cast<int>(behind);
    TRY_ASSIGN(const auto index, mergedIndex(handle.get(), tip.get(), work.get()));
    TRY_ASSIGN(forecast.conflicts, conflictsIn(index.get()));
    return forecast;
}

Result<> forgetPreparedMerge(const Repository& repository, const QString& loop)
{
    TRY_ASSIGN(const auto handle, openHandle(repository));
    if (const auto prepared = lookUpCommit(handle.get(), PREPARED + loop)) {
        TRY(deleteReference(handle.get(), PREPARED + loop, git_commit_id(prepared->get())));
    }
    return {};
}

Result<PreparedMerge> prepareMerge(const Repository& repository, const MergePlan& plan,
                                   const QString& loop)
{
    TRY_ASSIGN(const auto handle, openHandle(repository));
    TRY_ASSIGN(const auto tip, tipOf(handle.get(), plan.baseBranch));
    TRY_ASSIGN(const auto commit, lookUpCommit(handle.get(), plan.commit));
    const QString ref = PREPARED + loop;
    auto before = lookUpCommit(handle.get(), ref);
    CommitHandle merge;
    if (before && isMergeOf(before->get(), tip.get(), commit.get())
        && QString::fromUtf8(git_commit_message(before->get())) == plan.message) {
        merge = *std::move(before);
    } else {
        TRY_ASSIGN(merge, mergeInMemory(handle.get(), plan, tip.get(), commit.get()));
        TRY_ASSIGN(
            const bool moved,
            moveReference(handle.get(),
                          {ref, before ? git_commit_id(before->get()) : nullptr,
                           git_commit_id(merge.get()), QStringLiteral("tamma: prepare a merge")}));
        if (!moved) {
            return retryableFailure(errors::GIT_FAILED,
                                    QStringLiteral("somebody moved the reference %1").arg(ref));
        }
    }
    const git_oid* tree = git_commit_tree_id(merge.get());
    return PreparedMerge{hashText(merge.get()),
                         git_oid_equal(tree, git_commit_tree_id(commit.get())) == 1,
                         hashText(tip.get()), ref};
}

Result<MergeOutcome> mergeIntoBranch(const Repository& repository, const MergePlan& plan)
{
    TRY_ASSIGN(auto lock, RepositoryLock::take(repository.commonFolder()));
    TRY_ASSIGN(const auto handle, openHandle(repository));
    for (int round = 0; round < MOST_ROUNDS; ++round) {
        TRY_ASSIGN(const auto outcome, tryMerge(handle.get(), plan, lock));
        if (outcome) {
            return *outcome;
        }
    }
    return retryableFailure(
        errors::GIT_FAILED,
        QStringLiteral("the branch %1 does not stand still").arg(plan.baseBranch),
        {{"branch", plan.baseBranch}});
}

} // namespace tamma::git
