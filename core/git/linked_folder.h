// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/git/libgit2.h"
#include "core/git/repository.h"

#include <QByteArray>
#include <QString>

namespace tamma::git {

/// A linked worktree of git that belongs to Tamma: a folder below the data root, and its
/// administrative folder in the repository. Both are written here, by the format that
/// gitrepository-layout(5) fixes, because libgit2 can neither make a detached one nor mend one.
struct LinkedFolder {
    QString path; ///< The folder with the files.
    QString name; ///< Of the administrative folder.
    QString commonFolder;
    QByteArray head; ///< "ref: refs/heads/x" or a hash: what HEAD has to be.

    [[nodiscard]] QString admin() const
    {
        return commonFolder + QStringLiteral("/worktrees/") + name;
    }
    [[nodiscard]] QByteArray link() const;

    /// The file that says what is checked out; made last, so without it no checkout was finished.
    [[nodiscard]] QString indexFile() const { return admin() + QStringLiteral("/index"); }
};

/// Opens a linked worktree. Whatever an agent or a build did to its ".git" or to HEAD is mended
/// first, so that git never works on anything but this folder and this branch; a lock that a killed
/// process left in it is removed. Works for one that does not exist yet.
/// Fails with GIT_FAILED and FILE_WRITE_FAILED.
[[nodiscard]] Result<RepositoryHandle> openLinked(const LinkedFolder& folder);

/// Makes the index that of HEAD, without vouching for any file: git will read them all. The files
/// themselves stay as they are.
[[nodiscard]] Result<> distrustFiles(git_repository* handle);

/// Makes every tracked file of the worktree as it is in HEAD; other files stay.
[[nodiscard]] Result<> checkOutAll(git_repository* handle);

} // namespace tamma::git
