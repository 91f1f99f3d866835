// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QStringList>

#include <chrono>

namespace tamma::git {

/// How long a held lock is waited for before the caller hears of it.
inline constexpr std::chrono::seconds LOCK_PATIENCE{5};

/// Waits until `file` is gone, woken by the kernel; false when it is still there at `deadline`.
///
/// Threads  Any; blocks.
[[nodiscard]] bool waitUntilGone(const QString& file,
                                 std::chrono::steady_clock::time_point deadline);

/// The right to move branches of a repository together with the files that show them. One holder
/// at a time among all threads and processes of Tamma; the kernel takes it from a killed one, and
/// the next holder removes the lock files of git that the killed one had announced. Git itself does
/// not know it: against git, refs are compared and swapped.
class RepositoryLock {
public:
    /// Waits for the lock. Fails with GIT_FAILED (retryable) when somebody holds it for a minute,
    /// and when the repository cannot be written to.
    [[nodiscard]] static Result<RepositoryLock> take(const QString& commonFolder);

    /// Writes down which lock files of git the holder is about to make: paths below the common
    /// folder, and relative to it.
    void announce(const QStringList& lockFiles);

    RepositoryLock(RepositoryLock&& other) noexcept
        : m_file(std::exchange(other.m_file, -1))
        , m_hasAnnounced(std::exchange(other.m_hasAnnounced, false))
    {
    }
    RepositoryLock& operator=(RepositoryLock&&) = delete;
    ~RepositoryLock();

private:
    explicit RepositoryLock(int file)
        : m_file(file)
    {
    }

    int m_file;
    bool m_hasAnnounced = false;
};

} // namespace tamma::git
