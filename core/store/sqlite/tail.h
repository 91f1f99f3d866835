// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/followers.h"
#include "core/store/sqlite/connection.h"
#include "core/store/sqlite/tag_index.h"

#include <condition_variable>
#include <mutex>
#include <thread>

namespace tamma::store::sqlite {

/// Hands every new event of a record to those who follow it. Positions of a SQLite record are in
/// the order of their commits and have no gaps, so "after the last one that I gave" misses nothing.
///
/// Owns     One thread with one connection, from the first subscription on. It looks at once after
///          wake(), and at every poll interval whether another process has written.
/// Threads  Any. Listeners are called in its thread, one at a time.
class Tail {
public:
    Tail(RecordFile file, std::chrono::milliseconds pollInterval);
    ~Tail();

    [[nodiscard]] std::unique_ptr<events::Subscription>
    subscribe(Position after, events::EventStore::Listener listener);

    /// Says that this process has stored something.
    void wake();

    /// Waits for a call that runs, and makes no more.
    void stop();

private:
    void loop(const std::stop_token& stop);
    void follow(Connection& connection, const std::stop_token& stop);
    [[nodiscard]] bool wait(const std::stop_token& stop);
    [[nodiscard]] Result<bool> deliver(TagIndex& index);

    RecordFile m_file;
    std::chrono::milliseconds m_pollInterval;
    Followers m_followers;
    std::mutex m_mutex; // Guards the waking.
    std::condition_variable_any m_changed;
    bool m_woken = false;
    std::jthread m_thread;
};

} // namespace tamma::store::sqlite
