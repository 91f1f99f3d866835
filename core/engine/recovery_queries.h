// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/recovery_client.h"
#include "core/events/payloads/work.h"
#include "core/git/worktree_factory.h"
#include "core/readmodels/loops.h"

namespace tamma::engine {

/// Lists what is kept in the repositories of these loops.
[[nodiscard]] KeptList keptWorkOf(const QList<readmodels::LoopRow>& loops);

/// Forgets what is older than git::KEPT_FOR in the repositories of these loops; attempts of a loop
/// that lives stay. Returns the references that are gone; a repository that cannot be written to is
/// left for another day.
QStringList forgetOldWork(const QList<readmodels::LoopRow>& loops, Timestamp now);

/// Keeps the edits that lie in the worktrees of loops that have ended, so that deleting the folders
/// loses nothing: Tamma was killed, and the loop cancelled before it went on. Call it while no loop
/// runs. Returns the references that hold them.
QStringList keepLooseWork(const QList<readmodels::LoopRow>& loops,
                          const git::WorktreeFactory& worktrees, Timestamp now);

/// How long the folder of a loop stays after its end: somebody may want to look around in it.
inline constexpr std::chrono::days KEEP_FOLDERS(7);

/// Clears the disk of the folders of loops that have ended: of what their gates built at once, of
/// their worktrees after KEEP_FOLDERS. Edits in a worktree become kept work first, the branch stays.
void clearFolders(const QList<readmodels::LoopRow>& loops, const git::WorktreeFactory& worktrees,
                  Timestamp now);

/// Brings work back, and returns what happened, without who did it. `loopBranch` gives the branch
/// its name when the command names none. Fails as git::restoreToBranch() and restoreToFolder() do,
/// and with NOT_FOUND.
[[nodiscard]] Result<events::WorkRestored> restoreWork(const RestoreWork& wanted,
                                                       const QString& loopBranch);

/// Takes a restored branch back. Fails as git::takeBackBranch() does, and with NOT_FOUND.
[[nodiscard]] Result<events::WorkRestoreUndone> undoRestore(const UndoRestore& wanted);

[[nodiscard]] Result<git::MergeForecast> forecastOf(const MergeQuestion& question);

} // namespace tamma::engine
