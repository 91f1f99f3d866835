// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/supervisor/request_socket.h"

#include "core/io/supervised/session_folder.h"
#include "core/io/supervised/unix_socket.h"

#include <sys/epoll.h>
#include <sys/socket.h>

namespace tamma::supervisor {

using namespace Qt::StringLiterals;
using io::FileDescriptor;

namespace {

void wake(const FileDescriptor& socket)
{
    ::send(socket.number(), "!", 1, MSG_DONTWAIT | MSG_NOSIGNAL);
}

} // namespace

RequestSocket::RequestSocket(FileDescriptor listener, FileDescriptor readable)
    : m_listener(std::move(listener))
    , m_readable(std::move(readable))
{
    alsoWatch(m_listener);
}

Result<RequestSocket> RequestSocket::open(const QString& folder)
{
    const QString name = folder + io::session_file::SOCKET;
    const io::SessionAddress address(folder);
    FileDescriptor listener(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (!listener.isOpen()) {
        return io::writeFailure(name);
    }
    if (::bind(listener.number(), address.get(), io::SessionAddress::size()) != 0) {
        return errno == EADDRINUSE
            ? failure(errors::INVALID_ARGUMENT, u"The session was begun before: "_s + folder)
            : io::writeFailure(name);
    }
    FileDescriptor readable(::epoll_create1(EPOLL_CLOEXEC));
    if (::listen(listener.number(), SOMAXCONN) != 0 || !readable.isOpen()) {
        return io::writeFailure(name);
    }
    return RequestSocket(std::move(listener), std::move(readable));
}

void RequestSocket::alsoWatch(const FileDescriptor& descriptor)
{
    epoll_event event{};
    event.events = EPOLLIN;
    ::epoll_ctl(m_readable.number(), EPOLL_CTL_ADD, descriptor.number(), &event);
}

QList<io::SessionRequest> RequestSocket::collect()
{
    acceptAll();
    QList<io::SessionRequest> requests;
    for (Connection& connection : m_connections) {
        readFrom(connection);
        while (auto request = io::takeRequest(connection.unread)) {
            requests.append(*std::move(request));
        }
    }
    std::erase_if(m_connections, [](const Connection& connection) { return !connection.isOpen; });
    return requests;
}

void RequestSocket::acceptAll()
{
    for (;;) {
        FileDescriptor socket(
            ::accept4(m_listener.number(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
        if (!socket.isOpen()) {
            return;
        }
        alsoWatch(socket);
        wake(socket); // It looked before it could be woken.
        m_connections.push_back({.socket = std::move(socket), .unread = {}});
    }
}

void RequestSocket::readFrom(Connection& connection)
{
    char part[16 * 1024];
    for (;;) {
        const ssize_t count = ::recv(connection.socket.number(), part, sizeof part, 0);
        if (count > 0) {
            connection.unread.append(part, count);
        } else if (count == 0 || (errno != EAGAIN && errno != EINTR)) {
            connection.isOpen = false; // Half a request is none.
            return;
        } else if (errno == EAGAIN) {
            return;
        }
    }
}

void RequestSocket::wakeAll()
{
    for (const Connection& connection : m_connections) {
        wake(connection.socket);
    }
}

} // namespace tamma::supervisor
