// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/git/author.h"
#include "core/git/repository.h"

#include <QByteArray>
#include <QList>
#include <QStringList>

namespace tamma::git {

/// One commit as a list of commits shows it.
struct CommitSummary {
    QString hash;
    Author author;
    QString subject; ///< First line of the message.
};

/// Which commits are wanted: those that `from` leads back to and that changed `path`.
struct HistoryQuery {
    QString from; ///< Where to begin.
    QString path; ///< A file or a folder; empty: every commit.
    int limit = 20;
};

/// Returns the newest commits that match, newest first. Looks at 20,000 commits at most, so that a
/// path without a past costs seconds in no repository. Fails with NOT_FOUND for an unknown `from`.
[[nodiscard]] Result<QList<CommitSummary>> history(const Repository& repository,
                                                   const HistoryQuery& query);

/// Returns the paths of all files in `commit`, in git's order; submodules are not files.
[[nodiscard]] Result<QStringList> filesAt(const Repository& repository, const QString& commit);

/// Returns the content of a file as stored in `commit`; of a symbolic link its target. Fails with
/// NOT_FOUND when there is no file at `path`.
[[nodiscard]] Result<QByteArray> readFileAt(const Repository& repository, const QString& commit,
                                            const QString& path);

/// Returns the newest commit that both lead back to. Fails with NOT_FOUND when there is none.
[[nodiscard]] Result<QString> mergeBase(const Repository& repository, const QString& one,
                                        const QString& other);

/// Answers whether `ancestor` is `commit` or among what it leads back to.
[[nodiscard]] Result<bool> contains(const Repository& repository, const QString& commit,
                                    const QString& ancestor);

} // namespace tamma::git
