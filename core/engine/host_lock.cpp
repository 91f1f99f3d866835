// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/host_lock.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QUuid>

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
    if (flock(m_descriptor, LOCK_EX | LOCK_NB) != 0) {
        return false;
    }
    TRY(readHost());
    m_taken = true;
    return true;
}

Result<> HostLock::readHost()
{
    QFile file;
    if (!file.open(m_descriptor, QIODevice::ReadWrite | QIODevice::Unbuffered)) {
        return failure(errors::FILE_READ_FAILED, file.errorString(),
                       {{QStringLiteral("file"), m_file}});
    }
    m_host = QString::fromLatin1(file.readAll().trimmed());
    if (m_host.isEmpty()) {
        m_host = QUuid::createUuid().toString(QUuid::WithoutBraces);
        if (file.write(m_host.toLatin1()) != m_host.size()) {
            return failure(errors::FILE_WRITE_FAILED, file.errorString(),
                           {{QStringLiteral("file"), m_file}});
        }
    }
    return {};
}

} // namespace tamma::engine
