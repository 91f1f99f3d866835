// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/git/kept_work.h"
#include "core/git/repository.h"

#include <QList>
#include <QSet>

namespace tamma::git {

/// Lists everything that is kept in a repository, newest first: what disappeared, and the attempts.
/// Fails with GIT_FAILED.
[[nodiscard]] Result<QList<KeptWork>> keptWork(const Repository& repository);

/// Returns what is kept under one name: a whole reference, or a piece of one that only one has.
/// Fails with NOT_FOUND, or INVALID_ARGUMENT when several have it (context "refs").
[[nodiscard]] Result<KeptWork> findKeptWork(const Repository& repository, const QString& name);

/// What may be forgotten.
struct Expiry {
    Timestamp now{};
    std::chrono::milliseconds age = KEPT_FOR; ///< What is younger stays, whatever else is true.
    QSet<QString> livingLoops = {}; ///< Their attempts stay, however old.
};

/// Forgets what was kept for longer than `expiry.age`; returns the references that are gone. Time
/// is the only reason: nothing makes room for anything. Git deletes the objects when it next
/// collects garbage. A reference whose name tells no time stays.
[[nodiscard]] Result<QStringList> expireKeptWork(const Repository& repository,
                                                 const Expiry& expiry);

} // namespace tamma::git
