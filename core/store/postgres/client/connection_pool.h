// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/postgres/client/connection.h"

#include <condition_variable>
#include <functional>
#include <mutex>
#include <vector>

namespace tamma::store::postgres {

/// Connections to one database, lent to whoever needs one: opened when they are first needed, up to
/// a bound, and kept. A connection that failed is thrown away.
///
/// Errors   When the server cannot be reached, or has no connection left, run() tries again with
///          growing pauses for as long as `patience`, and then fails as Connection::open() does.
/// Threads  run() from any; the work is done in the caller's.
class ConnectionPool {
public:
    using Work = std::function<Result<>(Connection&)>;

    /// How many connections there are at most, and how long a call waits for one.
    struct Bounds {
        int connections = 8;
        std::chrono::milliseconds patience{10'000};
    };

    ConnectionPool(const ConnectionSetup& setup, const Bounds& bounds);
    ~ConnectionPool();

    /// Does `work` once, with a connection.
    [[nodiscard]] Result<> run(const Work& work);

    /// Does `work` again on another connection when one is lost meanwhile: for work that changes
    /// nothing, or that may be repeated. It is told with what number it runs, from 1.
    [[nodiscard]] Result<> repeat(const std::function<Result<>(Connection&, int)>& work);

    [[nodiscard]] const ConnectionSetup& setup() const { return m_setup; }

private:
    using Deadline = std::chrono::steady_clock::time_point;

    [[nodiscard]] Result<std::unique_ptr<Connection>> borrow(Deadline deadline);
    [[nodiscard]] Result<std::unique_ptr<Connection>> connect(Deadline deadline);
    [[nodiscard]] Result<> runUntil(Deadline deadline, const Work& work);
    void pauseUntil(Deadline end);
    void giveBack(std::unique_ptr<Connection> connection);

    ConnectionSetup m_setup;
    Bounds m_bounds;
    std::mutex m_mutex;
    std::condition_variable m_returned;
    std::vector<std::unique_ptr<Connection>> m_idle;
    int m_lent = 0;
};

/// Pauses between tries: each twice as long as the one before, up to two seconds, and a random part
/// of it so that many hosts do not come back at the same moment.
class Backoff {
public:
    [[nodiscard]] std::chrono::milliseconds next();
    void reset() { m_pause = FIRST; }

private:
    static constexpr std::chrono::milliseconds FIRST{20};
    static constexpr std::chrono::milliseconds LONGEST{2000};

    std::chrono::milliseconds m_pause = FIRST;
};

} // namespace tamma::store::postgres
