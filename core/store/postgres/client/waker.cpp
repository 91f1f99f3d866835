// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/postgres/client/waker.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

namespace tamma::store::postgres {

Waker::Waker()
    : m_descriptor(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK))
{
}

Waker::~Waker()
{
    ::close(m_descriptor);
}

void Waker::wake()
{
    static_cast<void>(::eventfd_write(m_descriptor, 1)); // Full is as good as written.
}

void Waker::clear()
{
    eventfd_t count = 0;
    static_cast<void>(::eventfd_read(m_descriptor, &count));
}

bool Waker::isWoken() const
{
    pollfd watched{m_descriptor, POLLIN, 0};
    return ::poll(&watched, 1, 0) > 0;
}

} // namespace tamma::store::postgres
