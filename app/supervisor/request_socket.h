// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/io/file_descriptor.h"
#include "core/io/supervised/session_order.h"

#include <QByteArray>
#include <QList>

#include <list>

namespace tamma::supervisor {

/// Where a supervisor hears what is asked of it, and from where it wakes who is attached.
///
/// Threads  One.
class RequestSocket {
public:
    /// Opens the socket in the session's folder. Fails with INVALID_ARGUMENT when there is one, and
    /// with FILE_WRITE_FAILED.
    [[nodiscard]] static Result<RequestSocket> open(const QString& folder);

    /// Can be read when collect() has something to do.
    [[nodiscard]] const io::FileDescriptor& readable() const { return m_readable; }

    /// Has readable() tell of this descriptor, too.
    void alsoWatch(const io::FileDescriptor& descriptor);

    /// Takes in what has arrived, without waiting.
    [[nodiscard]] QList<io::SessionRequest> collect();

    /// Wakes all who are attached; who has not read the last wake yet needs no other.
    void wakeAll();

private:
    struct Connection {
        io::FileDescriptor socket;
        QByteArray unread;
        bool isOpen = true;
    };

    RequestSocket(io::FileDescriptor listener, io::FileDescriptor readable);

    void acceptAll();
    static void readFrom(Connection& connection);

    io::FileDescriptor m_listener;
    io::FileDescriptor m_readable; // An epoll instance.
    std::list<Connection> m_connections;
};

} // namespace tamma::supervisor
