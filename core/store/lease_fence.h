// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/id_source.h"
#include "core/events/event_store.h"
#include "core/store/lease_store.h"

namespace tamma::store {

/// A lease that is written down in the record, so that the record itself refuses what an older
/// holder still tries to append.
struct FencedLease {
    Lease lease;
    Position taken; ///< Of the event LEASE.TAKEN.

    /// The clause to add to the guard of every append under the lease: it breaks
    /// (POSITION_CONFLICT) once somebody else has taken the lease.
    [[nodiscard]] events::GuardClause clause() const;
};

/// Where leases are taken, and what an event needs.
struct LeaseParts {
    LeaseStore& leases;
    events::EventStore& record;
    IdSource& ids;
    const Clock& clock;
};

/// Takes a lease and appends LEASE.TAKEN (tags lease, leaseGeneration). Nullopt when somebody else
/// holds it, or was quicker. What an older holder appended stands before that event: fold the
/// record after this call.
[[nodiscard]] Result<std::optional<FencedLease>> acquireFenced(const LeaseParts& parts,
                                                               const QString& name,
                                                               const QString& owner,
                                                               std::chrono::milliseconds duration);

} // namespace tamma::store
