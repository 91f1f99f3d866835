// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/interrupt.h"

#include <cerrno>
#include <csignal>
#include <cstdint>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

namespace tamma::cli {

Interrupt::Interrupt()
{
    sigset_t wanted;
    sigemptyset(&wanted);
    sigaddset(&wanted, SIGINT);
    sigaddset(&wanted, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &wanted, nullptr);
    m_signals = signalfd(-1, &wanted, SFD_CLOEXEC);
    m_end = eventfd(0, EFD_CLOEXEC);
    m_listener = std::jthread([this] {
        pollfd both[] = {{m_signals, POLLIN, 0}, {m_end, POLLIN, 0}};
        while (poll(both, 2, -1) < 0 && errno == EINTR) { }
        if ((both[0].revents & POLLIN) != 0) {
            m_source.request_stop();
        }
    });
}

Interrupt::~Interrupt()
{
    const uint64_t one = 1;
    (void)!write(m_end, &one, sizeof one);
    m_listener.join();
    close(m_signals);
    close(m_end);
}

} // namespace tamma::cli
