// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/io/file_descriptor.h"

#include <QString>

#include <sys/socket.h>
#include <sys/un.h>

namespace tamma::io {

/// The address of the socket in a session's folder, however long the path of the folder is.
///
/// Shape    Good for as long as the object lives.
class SessionAddress {
public:
    explicit SessionAddress(const QString& folder);

    [[nodiscard]] const sockaddr* get() const
    {
        return reinterpret_cast<const sockaddr*>(&m_address);
    }
    [[nodiscard]] static socklen_t size() { return sizeof(sockaddr_un); }

private:
    FileDescriptor m_folder;
    sockaddr_un m_address{};
};

} // namespace tamma::io
