// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/git/file_wait.h"
#include "core/git/libgit2.h"

namespace tamma::git {

/// Calls libgit2, and again when a lock of git was in the way and has gone since. A lock that stays
/// longer than LOCK_PATIENCE ends it with GIT_FAILED (retryable; context "lockFile"). libgit2 does
/// not always say which lock it was: then it is `usualLock`.
template <typename Call>
[[nodiscard]] Result<> patiently(const QString& attempted, Call call, const QString& usualLock = {})
{
    const auto deadline = std::chrono::steady_clock::now() + LOCK_PATIENCE;
    for (;;) {
        const int code = call();
        if (code != GIT_ELOCKED) {
            return checked(code, attempted);
        }
        Error error = lastError(code, attempted);
        QString lockFile = error.context.value("lockFile").toString();
        lockFile = lockFile.isEmpty() ? usualLock : lockFile;
        if (lockFile.isEmpty() || !waitUntilGone(lockFile, deadline)
            || std::chrono::steady_clock::now() >= deadline) {
            error.context.insert("mend", "if no git runs here, delete the lock file");
            return std::unexpected(std::move(error));
        }
    }
}

} // namespace tamma::git
