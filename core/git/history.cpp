// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/git/history.h"

#include "core/git/libgit2.h"

namespace tamma::git {

namespace {

constexpr int MOST_COMMITS = 20'000;

// What `path` is in `commit`; zeros when it is not there.
git_oid entryId(const git_commit* commit, const QByteArray& path)
{
    TreeHandle tree;
    TreeEntryHandle entry;
    if (git_commit_tree(std::out_ptr(tree), commit) == 0
        && git_tree_entry_bypath(std::out_ptr(entry), tree.get(), path.constData()) == 0) {
        return *git_tree_entry_id(entry.get());
    }
    return {};
}

// As `git log -- path`: a merge that took one side as it was did not change the path.
bool changed(const git_commit* commit, const QByteArray& path)
{
    const git_oid here = entryId(commit, path);
    const unsigned parents = git_commit_parentcount(commit);
    for (unsigned i = 0; i < parents; ++i) {
        CommitHandle parent;
        if (git_commit_parent(std::out_ptr(parent), commit, i) == 0) {
            const git_oid there = entryId(parent.get(), path);
            if (git_oid_equal(&here, &there) == 1) {
                return false;
            }
        }
    }
    return parents > 0 || git_oid_is_zero(&here) == 0;
}

CommitSummary summaryOf(git_commit* commit)
{
    const git_signature* author = git_commit_author(commit);
    return {hashText(commit),
            {QString::fromUtf8(author->name), QString::fromUtf8(author->email),
             Timestamp(std::chrono::seconds(author->when.time))},
            QString::fromUtf8(git_commit_summary(commit))};
}

int collectFile(const char* folder, const git_tree_entry* entry, void* paths)
{
    if (git_tree_entry_type(entry) == GIT_OBJECT_BLOB) {
        static_cast<QStringList*>(paths)->append(
            QString::fromUtf8(QByteArray(folder) + git_tree_entry_name(entry)));
    }
    return 0;
}

} // namespace

Result<QList<CommitSummary>> history(const Repository& repository, const HistoryQuery& query)
{
    TRY_ASSIGN(const auto handle, openHandle(repository));
    TRY_ASSIGN(const auto from, lookUpCommit(handle.get(), query.from));
    RevwalkHandle walk;
    TRY(checked(git_revwalk_new(std::out_ptr(walk), handle.get()), QStringLiteral("walk commits")));
    git_revwalk_sorting(walk.get(), GIT_SORT_TOPOLOGICAL | GIT_SORT_TIME);
    TRY(checked(git_revwalk_push(walk.get(), git_commit_id(from.get())),
                QStringLiteral("walk commits")));
    const QByteArray path = query.path.toUtf8();
    QList<CommitSummary> found;
    git_oid id;
    for (int seen = 0; seen < MOST_COMMITS && found.size() < query.limit
         && git_revwalk_next(&id, walk.get()) == 0;
         ++seen) {
        CommitHandle commit;
        TRY(checked(git_commit_lookup(std::out_ptr(commit), handle.get(), &id),
                    QStringLiteral("read a commit")));
        if (path.isEmpty() || changed(commit.get(), path)) {
            found.append(summaryOf(commit.get()));
        }
    }
    return found;
}

Result<QStringList> filesAt(const Repository& repository, const QString& commit)
{
    TRY_ASSIGN(const auto handle, openHandle(repository));
    TRY_ASSIGN(const auto found, lookUpCommit(handle.get(), commit));
    TRY_ASSIGN(const auto tree, treeOf(found.get()));
    QStringList paths;
    TRY(checked(git_tree_walk(tree.get(), GIT_TREEWALK_PRE, collectFile, &paths),
                QStringLiteral("list files")));
    return paths;
}

Result<QByteArray> readFileAt(const Repository& repository, const QString& commit,
                              const QString& path)
{
    TRY_ASSIGN(const auto handle, openHandle(repository));
    TRY_ASSIGN(const auto found, lookUpCommit(handle.get(), commit));
    TRY_ASSIGN(const auto entry, lookUpEntry(found.get(), path));
    if (git_tree_entry_type(entry.get()) != GIT_OBJECT_BLOB) {
        return failure(errors::NOT_FOUND, QStringLiteral("'%1' is not a file").arg(path),
                       {{"path", path}, {"commit", commit}});
    }
    return blobContent(handle.get(), *git_tree_entry_id(entry.get()));
}

Result<QString> mergeBase(const Repository& repository, const QString& one, const QString& other)
{
    TRY_ASSIGN(const auto handle, openHandle(repository));
    TRY_ASSIGN(const auto first, lookUpCommit(handle.get(), one));
    TRY_ASSIGN(const auto second, lookUpCommit(handle.get(), other));
    git_oid base;
    const int code = git_merge_base(&base, handle.get(), git_commit_id(first.get()),
                                    git_commit_id(second.get()));
    if (code == GIT_ENOTFOUND) {
        return failure(errors::NOT_FOUND, QStringLiteral("the commits have no past in common"),
                       {{"one", one}, {"other", other}});
    }
    TRY(checked(code, QStringLiteral("find the merge base")));
    return hashText(base);
}

Result<bool> contains(const Repository& repository, const QString& commit, const QString& ancestor)
{
    TRY_ASSIGN(const auto handle, openHandle(repository));
    TRY_ASSIGN(const auto young, lookUpCommit(handle.get(), commit));
    TRY_ASSIGN(const auto old, lookUpCommit(handle.get(), ancestor));
    return descendsFrom(handle.get(), young.get(), old.get());
}

} // namespace tamma::git
