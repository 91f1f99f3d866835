// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/host_lock.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace tamma::engine {

HostLock::HostLock(QString file)
    : m_file(std::move(file))
{
}

HostLock::~HostLock()
{
    if (m_descriptor >= 0) {
        close(m_descriptor);
    }
}

Result<bool> HostLock::tryTake()
{
    if (m_taken) {
        return true;
    }
    if (m_descriptor < 0) {
        QDir().mkpath(QFileInfo(m_file).path());
        m_descriptor
            = open(QFile::encodeName(m_file).constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
        if (m_descriptor < 0) {
            return failure(errors::FILE_WRITE_FAILED, QString::fromLocal8Bit(strerror(errno)),
                           {{QStringLiteral("file"), m_file}});
        }
    }
    m_taken = flock(m_descriptor, LOCK_EX | LOCK_NB) == 0;
    return m_taken;
}

} // namespace tamma::engine
