// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QString>
#include <QStringList>

namespace tamma::git {

/// How a repository looks right now, for people and for the decision whether a loop can start.
struct RepositoryState {
    QString root; ///< Absolute path of the checkout, without a slash at the end; of a bare one its
                  ///< folder.
    bool bare = false; ///< There is no checkout.
    bool empty = false; ///< HEAD has no commit yet.
    bool detached = false; ///< HEAD is on a commit and not on a branch.
    bool dirty = false; ///< A tracked file differs from HEAD, or a merge, rebase, ... is half done.
    QString currentBranch; ///< Empty when detached.
    QString headCommit; ///< Empty when there is none.
    QString
        defaultBaseBranch; ///< The current one; when detached origin's, main or master, or none.
};

/// A branch and the commit it is on.
struct BranchTip {
    QString branch;
    QString commit; ///< Full hash.

    friend bool operator==(const BranchTip&, const BranchTip&) = default;
};

/// Looks at the repository that `folder` is in, whatever its state. Fails with NOT_A_REPOSITORY, or
/// with REPOSITORY_NOT_TRUSTED when it belongs to another user and git was not told that this is
/// well (safe.directory); both say the mend in their context.
[[nodiscard]] Result<RepositoryState> inspectRepository(const QString& folder);

/// The user's repository, as far as Tamma may look at it. Nothing here or in the functions that
/// take one changes a file of the checkout; mergeIntoBranch() alone may bring a clean one forward.
///
/// Shape    A value: it remembers where the repository is and opens it for each question, so it
///          never goes stale.
/// Errors   NOT_A_REPOSITORY when it was deleted meanwhile, GIT_FAILED.
/// Threads  Any, also the same object in several; calls read the disk.
class Repository {
public:
    /// Opens the repository that `folder` is in. Fails as inspectRepository() does, and with
    /// REPOSITORY_BARE when it has no checkout.
    [[nodiscard]] static Result<Repository> open(const QString& folder);

    /// Canonical path of the checkout, without a slash at the end.
    [[nodiscard]] const QString& root() const { return m_root; }

    /// Canonical path of what all its checkouts share: the ".git" folder.
    [[nodiscard]] const QString& commonFolder() const { return m_commonFolder; }

    [[nodiscard]] Result<RepositoryState> state() const { return inspectRepository(m_root); }

    /// Returns the branch that a loop begins on: `branch`, or the current one when it is empty.
    /// Fails with REPOSITORY_EMPTY (make a first commit), HEAD_DETACHED (name a branch; context
    /// "suggestion") or BRANCH_NOT_FOUND (context "branches": those that there are).
    [[nodiscard]] Result<BranchTip> baseTip(const QString& branch = {}) const;

    /// Returns the full hash of a commit, given a hash or any name that git knows. Fails with
    /// NOT_FOUND.
    [[nodiscard]] Result<QString> commit(const QString& revision) const;

    [[nodiscard]] Result<QStringList> branches() const;

private:
    Repository(QString root, QString commonFolder)
        : m_root(std::move(root))
        , m_commonFolder(std::move(commonFolder))
    {
    }

    QString m_root;
    QString m_commonFolder;
};

} // namespace tamma::git
