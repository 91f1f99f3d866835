// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/checkpoint_store.h"
#include "core/store/job_queue.h"
#include "core/store/postgres/client/location.h"

#include <memory>

namespace tamma::store {

/// What the processes and hosts of one record agree upon outside of it. None of it is truth: it can
/// be lost, and is made again from the record.
struct Coordination {
    std::unique_ptr<LeaseStore> leases;
    std::unique_ptr<JobQueue> jobs;
    std::unique_ptr<CheckpointStore> checkpoints;
};

/// Opens what belongs to the record at `location`: tables in its database, or a file beside its
/// file ("record.sqlite.coordination"). Fails as openRecord() does.
[[nodiscard]] Result<Coordination> openCoordination(const QString& location,
                                                    const PasswordFor& passwordFor = {});

} // namespace tamma::store
