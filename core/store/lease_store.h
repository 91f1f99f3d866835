// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/events/event_query.h"

#include <chrono>
#include <optional>

namespace tamma::store {

/// The right to do something alone for a while: to run a loop, to keep a projection.
///
/// Shape    `generation` grows with every new holder and never goes back: the fencing token.
/// Units    Times are the database's, in milliseconds; a host's own clock decides nothing.
struct Lease {
    QString name; ///< Of what is held: "loop:0198...".
    QString owner; ///< Of the process that holds it; another start of it is another owner.
    qint64 generation = 0;
    Timestamp expiry{};

    friend bool operator==(const Lease&, const Lease&) = default;
};

/// Hands out leases to processes and hosts. A holder that does not renew loses its lease at the
/// expiry; what it still tries to record is refused by its fence (see leaseFence()).
///
/// Errors   STORE_UNAVAILABLE (retryable), DISK_FULL (retryable).
/// Threads  Any; calls block for milliseconds.
class LeaseStore {
public:
    virtual ~LeaseStore() = default;

    /// Takes the lease when it is free or expired, with the next generation; nullopt when somebody
    /// else holds it. Whoever holds it already gets it again, renewed, with its generation.
    [[nodiscard]] virtual Result<std::optional<Lease>>
    acquire(const QString& name, const QString& owner, std::chrono::milliseconds duration) = 0;

    /// Prolongs a lease from now on; nullopt when it is no longer the holder's: stop at once.
    [[nodiscard]] virtual Result<std::optional<Lease>> renew(const Lease& lease,
                                                             std::chrono::milliseconds duration)
        = 0;

    /// Gives a lease back; false when it was no longer the holder's.
    [[nodiscard]] virtual Result<bool> release(const Lease& lease) = 0;

    /// Who holds the lease now; nullopt for nobody.
    [[nodiscard]] virtual Result<std::optional<Lease>> holder(const QString& name) const = 0;
};

} // namespace tamma::store
