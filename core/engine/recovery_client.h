// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/git/kept_work.h"
#include "core/git/merge_forecast.h"

#include <QFuture>
#include <QList>
#include <QStringList>

namespace tamma::engine {

/// Something that is kept, and where.
struct KeptItem {
    QString repository;
    git::KeptWork work;

    friend bool operator==(const KeptItem&, const KeptItem&) = default;
};

/// What is kept in the repositories of the record.
struct KeptList {
    QList<KeptItem> items; ///< Newest first, attempts included.
    QList<Error> unreadable; ///< One for each repository that could not be read; those that are
                             ///< gone are none.
};

/// A merge that somebody wants to know about before it is done.
struct MergeQuestion {
    QString repository;
    QString baseBranch;
    QString commit;
};

/// Brings kept work back as a branch, or as a folder of files; without either Tamma names a branch
/// after that of the loop. Nothing that is there is overwritten. The receipt has the branch or the
/// folder.
struct RestoreWork {
    QString repository;
    QString ref;
    QString branch;
    QString folder;
};
/// Takes back a branch that RestoreWork named, while nobody has touched it.
struct UndoRestore {
    QString repository;
    QString ref;
    QString branch;
};

/// The part of the way in that looks at work which must not be lost.
///
/// Threads  Any. Nothing blocks; futures are finished in a thread of the engine.
class RecoveryClient {
public:
    virtual ~RecoveryClient() = default;

    /// Lists what is kept for all loops of the record.
    [[nodiscard]] virtual QFuture<Result<KeptList>> keptWork() = 0;

    /// Tries a merge in memory. Fails with BRANCH_NOT_FOUND, NOT_FOUND and NOT_A_REPOSITORY.
    [[nodiscard]] virtual QFuture<Result<git::MergeForecast>> mergeForecast(MergeQuestion question)
        = 0;
};

} // namespace tamma::engine
