// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"

#include <git2.h>

#include <QByteArray>
#include <QString>

#include <memory>

// What the sources of this room share about libgit2. Nobody outside core/git includes it.
namespace tamma::git {

class Repository;
struct Author;

/// Deletes what libgit2 handed out.
template <auto Free> struct FreedBy {
    template <typename T> void operator()(T* handle) const { Free(handle); }
};

template <typename T, auto Free> using Handle = std::unique_ptr<T, FreedBy<Free>>;
using RepositoryHandle = Handle<git_repository, git_repository_free>;
using CommitHandle = Handle<git_commit, git_commit_free>;
using TreeHandle = Handle<git_tree, git_tree_free>;
using TreeEntryHandle = Handle<git_tree_entry, git_tree_entry_free>;
using BlobHandle = Handle<git_blob, git_blob_free>;
using ObjectHandle = Handle<git_object, git_object_free>;
using ReferenceHandle = Handle<git_reference, git_reference_free>;
using IndexHandle = Handle<git_index, git_index_free>;
using OdbHandle = Handle<git_odb, git_odb_free>;
using DiffHandle = Handle<git_diff, git_diff_free>;
using PatchHandle = Handle<git_patch, git_patch_free>;
using StatusHandle = Handle<git_status_list, git_status_list_free>;
using RevwalkHandle = Handle<git_revwalk, git_revwalk_free>;
using SignatureHandle = Handle<git_signature, git_signature_free>;

/// Starts libgit2, once for the process; every function that opens a repository calls it.
void startLibrary();

/// Makes an Error of libgit2's last one in this thread; call it directly after the failed call. A
/// held lock and a full disk are retryable, and each has its context ("lockFile") or code.
[[nodiscard]] Error lastError(int code, const QString& attempted);

/// Nothing when `code` is libgit2's success, else its error: `TRY(checked(git_x(...), "..."))`.
[[nodiscard]] Result<> checked(int code, const QString& attempted);

/// Opens a handle on the checkout of `repository`. A handle belongs to one thread.
[[nodiscard]] Result<RepositoryHandle> openHandle(const Repository& repository);

/// Opens the repository at `folder`; with flags 0 also one of its parents. Fails as
/// Repository::open does.
[[nodiscard]] Result<RepositoryHandle> openFolder(const QString& folder,
                                                  unsigned flags = GIT_REPOSITORY_OPEN_NO_SEARCH);

/// Finds a commit by hash or by any name that git knows. Fails with NOT_FOUND.
[[nodiscard]] Result<CommitHandle> lookUpCommit(git_repository* repository,
                                                const QString& revision);
[[nodiscard]] Result<TreeHandle> treeOf(const git_commit* commit);

/// Answers whether `young` is `old` or leads back to it.
[[nodiscard]] Result<bool> descendsFrom(git_repository* repository, const git_commit* young,
                                        const git_commit* old);

/// Fails with INVALID_ARGUMENT when git cannot have a branch of that name.
[[nodiscard]] Result<> checkBranchName(const QString& branch);

/// Finds what is at `path` in `commit`. Fails with NOT_FOUND.
[[nodiscard]] Result<TreeEntryHandle> lookUpEntry(const git_commit* commit, const QString& path);
[[nodiscard]] Result<QByteArray> blobContent(git_repository* repository, const git_oid& id);
[[nodiscard]] Result<SignatureHandle> signatureOf(const Author& author);

[[nodiscard]] QString hashText(const git_oid& id);
[[nodiscard]] inline QString hashText(const git_commit* commit)
{
    return hashText(*git_commit_id(commit));
}

/// Returns an existing folder's canonical path, and else `path` as it is, without a slash at the
/// end: two spellings of one folder become equal.
[[nodiscard]] QString canonicalFolder(const QString& path);

/// The folder that the repository and its linked worktrees share (".git").
[[nodiscard]] QString commonFolderOf(git_repository* repository);

} // namespace tamma::git
