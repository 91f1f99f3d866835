// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/git/author.h"
#include "core/git/kept_work.h"
#include "core/git/repository.h"

#include <QString>

namespace tamma::git {

/// The folder in which the agent of one loop edits files, on the branch of that loop. It is the
/// only type that can change files, and only WorktreeFactory makes one, below the data root: the
/// user's own checkout can never be one.
///
/// Shape    A value. The branch is what counts: a HEAD that an agent moved elsewhere is put back,
///          and its files are taken as the work.
/// Errors   GIT_FAILED, FILE_WRITE_FAILED, DISK_FULL (retryable), NOT_A_REPOSITORY.
/// Threads  Any, one at a time for one loop; different loops at the same time.
class Worktree {
public:
    [[nodiscard]] const QString& path() const { return m_path; }
    [[nodiscard]] const QString& loop() const { return m_loop; }
    [[nodiscard]] const QString& branch() const { return m_branch; }

    /// Returns the commit that the loop's branch is on.
    [[nodiscard]] Result<QString> head() const;

    /// Commits every change, new files too and ignored ones not, and returns the hash. Runs no hook
    /// and signs nothing, whatever the user's configuration says: these are Tamma's commits. Fails
    /// with NOTHING_DONE when nothing changed; after a crash head() may be the commit already.
    /// With an attempt's number it is kept as that attempt first, before the branch moves, as
    /// keepAttempt() does.
    [[nodiscard]] Result<QString> commitAll(const QString& message, const Author& author,
                                            int attempt = 0);

    /// Puts branch and files back to `commit`. Changes and commits that would be lost are kept
    /// first: returns the name of the recovery ref, or an empty text when nothing was lost.
    /// Fails with NOT_FOUND for an unknown commit.
    [[nodiscard]] Result<QString> resetTo(const QString& commit, const Author& author);

    /// Keeps edits that are not committed, and leaves them where they are: returns the name of the
    /// recovery ref, or an empty text when there are none. The same files are kept once.
    [[nodiscard]] Result<QString> keepWork(KeptBecause because, const Author& author);

    /// Keeps `commit` as what attempt `number` of the loop left: refs/tamma/attempts/<loop>/<n>.
    /// Another commit that is there already is kept for recovery first. Fails with NOT_FOUND for an
    /// unknown commit.
    [[nodiscard]] Result<> keepAttempt(int number, const QString& commit, const Author& author);

private:
    friend class WorktreeFactory;

    Worktree(Repository repository, QString path, QString loop, QString branch)
        : m_repository(std::move(repository))
        , m_path(std::move(path))
        , m_loop(std::move(loop))
        , m_branch(std::move(branch))
    {
    }

    Repository m_repository;
    QString m_path;
    QString m_loop;
    QString m_branch;
};

} // namespace tamma::git
