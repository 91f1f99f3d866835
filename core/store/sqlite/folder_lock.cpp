// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/sqlite/folder_lock.h"

#include <QFile>

#include <cerrno>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace tamma::store::sqlite {

FolderLock::FolderLock(const QString& folder, Patience patience)
    : m_descriptor(::open(QFile::encodeName(folder).constData(), O_RDONLY | O_CLOEXEC))
{
    const int taken
        = ::flock(m_descriptor, patience == Patience::Try ? LOCK_EX | LOCK_NB : LOCK_EX);
    m_held = taken == 0 || errno != EWOULDBLOCK;
}

FolderLock::~FolderLock()
{
    ::close(m_descriptor);
}

} // namespace tamma::store::sqlite
