// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/lease_fence.h"

namespace tamma::store {

using namespace Qt::StringLiterals;
using events::AppendGuard;
using events::EventQuery;

namespace {

const QString TAKEN = u"LEASE.TAKEN"_s;
const QString LEASE_TAG = u"lease"_s;

EventQuery takings(const QString& name)
{
    return {{{{TAKEN}, {{LEASE_TAG, name}}}}};
}

} // namespace

events::GuardClause FencedLease::clause() const
{
    return {takings(lease.name), taken};
}

Result<std::optional<FencedLease>> acquireFenced(const LeaseParts& parts, const QString& name,
                                                 const QString& owner,
                                                 std::chrono::milliseconds duration)
{
    // Looked at before the lease: whoever takes it after us is also found after us.
    TRY_ASSIGN(const Position head, parts.record.head());
    TRY_ASSIGN(const auto lease, parts.leases.acquire(name, owner, duration));
    if (!lease) {
        return std::nullopt;
    }
    const events::Event taken{
        EventId(parts.ids.next()),
        parts.clock.now(),
        {{LEASE_TAG, name}, {u"leaseGeneration"_s, QString::number(lease->generation)}},
        {},
        events::OpaquePayload{TAKEN, 1, {{u"owner"_s, owner}}}};
    const auto stored = parts.record.append({taken}, AppendGuard::unchanged(takings(name), head));
    if (!stored && stored.error().code == errors::POSITION_CONFLICT) {
        return std::nullopt; // We were so slow that the lease went on to somebody else.
    }
    TRY(stored);
    return FencedLease{*lease, stored->last};
}

} // namespace tamma::store
