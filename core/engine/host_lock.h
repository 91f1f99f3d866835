// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QString>

namespace tamma::engine {

/// The right to run the loops of one record: one process at a time has it. The kernel gives it back
/// when the process ends, however it ends (flock(2)).
///
/// Threads  One thread at a time.
class HostLock {
public:
    explicit HostLock(QString file);
    ~HostLock();
    HostLock(const HostLock&) = delete;
    HostLock& operator=(const HostLock&) = delete;

    /// Takes the lock if it is free; true when this process has it. Fails with FILE_WRITE_FAILED
    /// when the file cannot be made.
    [[nodiscard]] Result<bool> tryTake();

    [[nodiscard]] bool isTaken() const { return m_taken; }

    /// Returns a name for whoever holds this lock, ever the same; empty while it is not taken.
    [[nodiscard]] QString host() const { return m_host; }

private:
    [[nodiscard]] Result<> readHost();

    QString m_file;
    QString m_host; // The content of the file.
    int m_descriptor = -1;
    bool m_taken = false;
};

} // namespace tamma::engine
