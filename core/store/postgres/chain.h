// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/postgres/client/connection_pool.h"
#include "core/store/postgres/horizon.h"
#include "core/store/record.h"

#include <thread>

namespace tamma::store::postgres {

// The chain of hashes. It needs the order of positions, which appends that run side by side do not
// have; so it is made afterwards, in the table `chain`, as far as the record is decided. It is the
// same chain as that of a SQLite record with the same events.

/// Adds the events up to `upTo` that are not in the chain yet, some hundred in a transaction; one
/// host at a time. Returns false when another one is at it.
[[nodiscard]] Result<bool> seal(Connection& connection, Position upTo, const std::stop_token& stop);

/// Seals, and waits for another host that is at it.
[[nodiscard]] Result<> sealAll(Connection& connection, Position upTo, const std::stop_token& stop);

/// An event with what the chain says about it.
struct ChainedRow {
    StoredRow stored; ///< In the form that is hashed; the hash is the one of the chain.
    QString fault; ///< What is wrong with the columns that queries use; empty when nothing is.
    bool isThere = true; ///< False: the chain knows it, the table does not.
};

/// Gives every position that the chain or the table has, up to `upTo`, oldest first.
[[nodiscard]] Result<> eachChained(Connection& connection, Position upTo,
                                   const std::function<Result<>(const ChainedRow&)>& sink,
                                   const std::stop_token& stop);

/// Seals every second what others have stored.
///
/// Owns     One thread, from start() on; it borrows connections.
class Sealer {
public:
    Sealer(ConnectionPool& pool, Horizon& horizon)
        : m_pool(pool)
        , m_horizon(horizon)
    {
    }

    void start();
    void stop() { m_thread = {}; }

private:
    void loop(const std::stop_token& stop);

    ConnectionPool& m_pool;
    Horizon& m_horizon;
    std::jthread m_thread;
};

} // namespace tamma::store::postgres
