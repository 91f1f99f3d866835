// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/postgres/client/connection_pool.h"

#include <condition_variable>
#include <mutex>
#include <thread>

namespace tamma::store::postgres {

inline constexpr auto CHANNEL = "tamma_record";

/// Tells other hosts that there is something new. Never inside an append: the server lets
/// transactions that notify commit one by one only.
///
/// Shape    At once when it is quiet, else once every two milliseconds; what is lost is found by
///          the tails' polling.
/// Owns     One thread with one connection, from the first commit on.
/// Threads  Any.
class Notifier {
public:
    explicit Notifier(const ConnectionSetup& setup);
    ~Notifier();

    /// Says that this process has stored something.
    void committed();

    /// What this process sends with a notification, so that it does not wake itself.
    [[nodiscard]] const QByteArray& signature() const { return m_signature; }

private:
    void loop(const std::stop_token& stop);
    [[nodiscard]] bool waitForCommit(const std::stop_token& stop);
    void pause(const std::stop_token& stop, std::chrono::milliseconds time);

    ConnectionSetup m_setup;
    QByteArray m_signature;
    std::mutex m_mutex;
    std::condition_variable_any m_changed;
    bool m_isDue = false;
    std::jthread m_thread;
};

} // namespace tamma::store::postgres
