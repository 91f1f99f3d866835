// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/loop_leases.h"

#include "core/base/log.h"

namespace tamma::engine {

using namespace Qt::StringLiterals;

LoopLeases::LoopLeases(const store::LeaseParts& parts, const QString& host,
                       std::chrono::milliseconds duration)
    : m_parts(parts)
    , m_host(host + u'/')
    , m_owner(m_host + parts.ids.next())
    , m_duration(duration)
    , m_renewer([this](const std::stop_token& stop) { renewAll(stop); })
{
}

Result<std::shared_ptr<const LoopLease>> LoopLeases::take(const LoopId& loop)
{
    const QString name = u"loop:"_s + loop.text();
    TRY(freeFromTheDead(name));
    TRY_ASSIGN(auto fenced, store::acquireFenced(m_parts, name, m_owner, m_duration));
    if (!fenced) {
        return nullptr;
    }
    const std::shared_ptr<LoopLease> lease(new LoopLease, [this](LoopLease* held) {
        giveBack(held);
        delete held;
    });
    lease->m_fenced = *std::move(fenced);
    const std::scoped_lock lock(m_mutex);
    std::erase_if(m_held, [](const auto& held) { return held.expired(); });
    m_held.push_back(lease);
    return lease;
}

Result<> LoopLeases::freeFromTheDead(const QString& name)
{
    TRY_ASSIGN(const auto holder, m_parts.leases.holder(name));
    if (holder && holder->owner.startsWith(m_host) && holder->owner != m_owner) {
        TRY(m_parts.leases.release(*holder));
    }
    return {};
}

void LoopLeases::giveBack(const LoopLease* lease)
{
    if (lease->m_lost.stop_requested()) {
        return;
    }
    if (const auto released = m_parts.leases.release(lease->m_fenced.lease); !released) {
        log::warning(
            u"A lease could not be given back; it expires by itself."_s,
            {{u"lease"_s, lease->m_fenced.lease.name}, {u"err"_s, released.error().detail}});
    }
}

void LoopLeases::renewAll(const std::stop_token& stop)
{
    std::unique_lock lock(m_mutex);
    while (!stop.stop_requested()) {
        m_bell.wait_for(lock, stop, m_duration / 3, [] { return false; });
        const auto held = m_held;
        lock.unlock();
        for (const auto& weak : held) {
            if (const auto lease = weak.lock(); lease && !stop.stop_requested()) {
                renew(lease);
            }
        }
        lock.lock();
    }
}

void LoopLeases::renew(const std::shared_ptr<LoopLease>& lease)
{
    const auto renewed = m_parts.leases.renew(lease->m_fenced.lease, m_duration);
    if (!renewed) {
        // The fence keeps the record right even when the lease runs out meanwhile.
        log::warning(
            u"A lease could not be renewed; it is tried again."_s,
            {{u"lease"_s, lease->m_fenced.lease.name}, {u"err"_s, renewed.error().detail}});
    } else if (!*renewed) {
        lease->m_lost.request_stop();
    }
}

} // namespace tamma::engine
