// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/lease_store.h"

#include <QJsonObject>

namespace tamma::store {

/// Something to be done once by one of many workers.
struct Job {
    QString name; ///< Queued once: a second job of the same name is none.
    QString repository; ///< Whose turn it is goes round among these.
    int priority = 0; ///< Higher comes first.
    QJsonObject content;

    friend bool operator==(const Job&, const Job&) = default;
};

/// A job and the right to do it, until the lease's expiry.
struct ClaimedJob {
    Job job;
    Lease lease;
};

/// Jobs that wait for workers of any host.
///
/// Shape    Highest priority first; among equals the repository with the fewest jobs under way,
/// then
///          the one that had no turn for the longest time, then the oldest job. A claim that
///          expires is given to the next worker with a higher generation, and the old one can
///          neither finish nor renew it.
/// Errors   As LeaseStore.
/// Threads  Any; calls block for milliseconds.
class JobQueue {
public:
    virtual ~JobQueue() = default;

    /// Queues a job; false when there is one of that name already.
    [[nodiscard]] virtual Result<bool> add(const Job& job) = 0;

    /// Claims the next job; nullopt when none waits. Two workers never get the same one.
    [[nodiscard]] virtual Result<std::optional<ClaimedJob>>
    claim(const QString& owner, std::chrono::milliseconds duration) = 0;

    /// Prolongs a claim; nullopt when somebody else has it: stop at once.
    [[nodiscard]] virtual Result<std::optional<Lease>> renew(const Lease& claim,
                                                             std::chrono::milliseconds duration)
        = 0;

    /// Takes the job out of the queue; false when somebody else has it.
    [[nodiscard]] virtual Result<bool> finish(const Lease& claim) = 0;

    /// Lets the job wait again; false when somebody else has it.
    [[nodiscard]] virtual Result<bool> giveBack(const Lease& claim) = 0;
};

} // namespace tamma::store
