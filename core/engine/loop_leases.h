// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/lease_fence.h"

#include <condition_variable>
#include <memory>
#include <mutex>
#include <stop_token>
#include <thread>
#include <vector>

namespace tamma::engine {

/// The right to run one loop, renewed for as long as this object lives and given back at its end.
class LoopLease {
public:
    [[nodiscard]] const store::FencedLease& fenced() const { return m_fenced; }

    /// Stopped once the lease went to somebody else: whoever works under it must end.
    [[nodiscard]] std::stop_token lost() const { return m_lost.get_token(); }

private:
    friend class LoopLeases;
    store::FencedLease m_fenced;
    std::stop_source m_lost;
};

/// Takes the leases of loops for this process. A process that dies leaves its leases behind: who
/// comes after it on the same host takes them over at once, other hosts when they have expired.
///
/// Shape    The owner of a lease is "HOST/PROCESS". One process of a host at a time holds leases
///          (see HostLock), so a lease of this host and another process is a dead one's.
/// Threads  Any; take() blocks for milliseconds. All leases must be gone before this object.
class LoopLeases {
public:
    /// `duration`: how long a lease outlives a host that died.
    LoopLeases(const store::LeaseParts& parts, const QString& host,
               std::chrono::milliseconds duration = std::chrono::seconds(30));

    /// Returns null when another host has the loop: ask again later. Fails with STORE_UNAVAILABLE
    /// (retryable).
    [[nodiscard]] Result<std::shared_ptr<const LoopLease>> take(const LoopId& loop);

private:
    [[nodiscard]] Result<> freeFromTheDead(const QString& name);
    void giveBack(const LoopLease* lease);
    void renewAll(const std::stop_token& stop);
    void renew(const std::shared_ptr<LoopLease>& lease);

    store::LeaseParts m_parts;
    QString m_host; ///< With the slash.
    QString m_owner;
    std::chrono::milliseconds m_duration;

    std::mutex m_mutex;
    std::condition_variable_any m_bell;
    std::vector<std::weak_ptr<LoopLease>> m_held;
    std::jthread m_renewer; // Last: it uses the members above.
};

} // namespace tamma::engine
