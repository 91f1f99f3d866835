// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace tamma::store::sqlite {

/// A lock that lies on a folder (flock): it leaves no file, needs no space, and ends with this
/// object or its process.
///
/// Shape    The folder is there. Where a file system has no such locks, everybody gets one.
/// Threads  Any; one object each.
class FolderLock {
public:
    enum class Patience { Wait, Try };

    FolderLock(const QString& folder, Patience patience);
    ~FolderLock();
    Q_DISABLE_COPY_MOVE(FolderLock)

    /// False when somebody else has it.
    [[nodiscard]] bool isHeld() const { return m_held; }

private:
    int m_descriptor;
    bool m_held;
};

} // namespace tamma::store::sqlite
