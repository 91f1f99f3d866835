// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/supervised/unix_socket.h"

#include "core/io/supervised/session_folder.h"

#include <QFile>

#include <fcntl.h>
#include <sys/socket.h>

namespace tamma::io {

// The kernel takes 107 bytes at most; the way through the open folder is always shorter.
SessionAddress::SessionAddress(const QString& folder)
    : m_folder(::open(QFile::encodeName(folder).constData(), O_PATH | O_DIRECTORY | O_CLOEXEC))
{
    const QByteArray path = "/proc/self/fd/" + QByteArray::number(m_folder.number())
        + session_file::SOCKET.toLatin1();
    m_address.sun_family = AF_UNIX;
    qstrncpy(m_address.sun_path, path.constData(), sizeof m_address.sun_path);
}

} // namespace tamma::io
