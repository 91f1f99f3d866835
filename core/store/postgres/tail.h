// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/followers.h"
#include "core/store/postgres/client/connection_pool.h"
#include "core/store/postgres/event_reader.h"

#include <condition_variable>
#include <mutex>
#include <thread>

namespace tamma::store::postgres {

/// Hands every new event of a record to those who follow it, from all hosts.
///
/// Shape    It listens before it reads, so that nothing falls in between; a notification says only
///          "look now", and without any it looks every poll interval. Events are given as far as
///          the horizon, so "after the last one that I gave" misses nothing.
/// Owns     One thread with one connection, from the first subscription on; a lost connection is
///          made again with growing pauses.
/// Threads  Any. Listeners are called in its thread, one at a time.
class Tail {
public:
    /// What the tail shares with the record.
    struct Parts {
        Horizon& horizon;
        KeyFrequencies& frequencies;
        QByteArray ownSignature; ///< Notifications with it come from this process.
        std::chrono::milliseconds pollInterval;
    };

    Tail(const ConnectionSetup& setup, Parts parts);
    ~Tail();

    [[nodiscard]] std::unique_ptr<events::Subscription>
    subscribe(Position after, events::EventStore::Listener listener);

    /// Says that this process has stored something.
    void wake() { m_waker.wake(); }

    /// Waits for a call that runs, and makes no more.
    void stop();

private:
    void loop(const std::stop_token& stop);
    [[nodiscard]] Result<> follow(Connection& connection, const std::stop_token& stop);
    [[nodiscard]] Result<bool> deliver(Connection& connection);
    void waitBeforeReconnecting(std::chrono::milliseconds pause);

    ConnectionSetup m_setup;
    Parts m_parts;
    Waker m_waker;
    Waker m_interrupt;
    Followers m_followers;
    std::mutex m_mutex; // Guards the making of the thread.
    std::jthread m_thread;
};

} // namespace tamma::store::postgres
