// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/git/author.h"
#include "core/git/kept_work.h"
#include "core/git/libgit2.h"

#include <QString>

#include <optional>

// How work is put under the references of Tamma; kept_refs.h lists what is there.
namespace tamma::git {

inline const QString RECOVERY_REFS = QStringLiteral("refs/tamma/recovery/");
inline const QString ATTEMPT_REFS = QStringLiteral("refs/tamma/attempts/");

/// Which ignored files are taken in: none, or those that look like somebody's work. Those are texts
/// of up to 64 KiB that do not lie in an ignored folder, 200 at most; the rest can be built again.
enum class Ignored { LeftOut, SmallTexts };

/// Takes the files in as they are now, without writing to the index; returns the tree.
[[nodiscard]] Result<git_oid> treeOfWork(git_repository* handle, Ignored ignored);

/// Work that is about to disappear.
struct Disappearing {
    QString loop;
    KeptBecause because = KeptBecause::Unknown;
    const git_oid& tree;
    const git_commit* head = nullptr; ///< What it was done on.
    const git_commit* against = nullptr; ///< What it is best compared with.
    Author author;
};

/// Keeps it: makes a commit under RECOVERY_REFS<loop>/<time>, and returns the name of it. The same
/// files on the same commit that were kept within the last day are not kept again.
[[nodiscard]] Result<QString> keepForRecovery(git_repository* handle, const Disappearing& work);

/// Returns the recovery reference that holds exactly this, or an empty text.
[[nodiscard]] Result<QString> keptAlready(git_repository* handle, const Disappearing& work);

/// Returns when it was kept, from the name; nothing for a name that does not tell.
[[nodiscard]] std::optional<Timestamp> keptAt(const QString& ref);

/// Returns the reason that keepForRecovery() wrote, and the commit to compare with (its parent when
/// none was written; empty when there is no such commit any more).
[[nodiscard]] KeptBecause reasonOf(const git_commit* kept);
[[nodiscard]] QString againstOf(const git_commit* kept);

} // namespace tamma::git
