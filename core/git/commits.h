// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/git/author.h"
#include "core/git/libgit2.h"

#include <QString>
#include <QStringList>

namespace tamma::git {

/// Takes in all files as they are now, untracked ones too and ignored ones not, without writing to
/// the index; returns the tree. Repositories that somebody made inside are taken in as plain files:
/// their ".git" is put aside, because git would store nothing of them but a hash.
[[nodiscard]] Result<git_oid> treeOfFiles(git_repository* handle, git_index* index);

/// A commit to be made of a tree.
struct CommitDraft {
    const git_oid& tree;
    QList<const git_commit*> parents;
    QString message;
    Author author;
};

/// Stores a commit; no reference leads to it yet. Signs nothing and runs no hook.
[[nodiscard]] Result<CommitHandle> storeCommit(git_repository* handle, const CommitDraft& draft);

/// Returns the names of all references that begin with `prefix`, which ends in a slash.
[[nodiscard]] Result<QStringList> referencesUnder(git_repository* handle, const QString& prefix);

/// A reference that is to move from one commit to another. Without `expected` it must be new.
struct ReferenceMove {
    QString name;
    const git_oid* expected = nullptr;
    const git_oid* next = nullptr;
    QString reason;
};

/// Deletes a reference that is still on `expected`; false when it is elsewhere or gone.
[[nodiscard]] Result<bool> deleteReference(git_repository* handle, const QString& name,
                                           const git_oid* expected);

/// Compares and swaps; false when the reference is not where it was expected: look again.
[[nodiscard]] Result<bool> moveReference(git_repository* handle, const ReferenceMove& move);

} // namespace tamma::git
