// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/events/memory_event_store.h"

#include <atomic>

namespace tamma::test {

/// A record in memory that behaves like one on a disk which goes away or fills up, when a test says
/// so; it counts what is asked of it.
class FlakyStore final : public events::EventStore {
public:
    events::MemoryEventStore inner;
    std::atomic<bool> isGone = false; ///< Nothing works.
    std::atomic<bool> isFull = false; ///< Nothing can be appended.
    std::atomic<qint64> appends = 0;
    mutable std::atomic<qint64> eventsRead = 0;

    Result<events::AppendReceipt> append(const QList<events::Event>& batch,
                                         const events::AppendGuard& guard) override
    {
        ++appends;
        if (isFull) {
            return retryableFailure(errors::DISK_FULL);
        }
        return isGone ? retryableFailure(errors::STORE_UNAVAILABLE) : inner.append(batch, guard);
    }
    Result<QList<events::StoredEvent>> read(const events::EventQuery& query) const override
    {
        if (isGone) {
            return retryableFailure(errors::STORE_UNAVAILABLE);
        }
        auto found = inner.read(query);
        eventsRead += found ? found->size() : 0;
        return found;
    }
    Result<Position> head() const override
    {
        return isGone ? retryableFailure(errors::STORE_UNAVAILABLE) : inner.head();
    }
    Result<Position> positionAt(Timestamp moment) const override
    {
        return isGone ? retryableFailure(errors::STORE_UNAVAILABLE) : inner.positionAt(moment);
    }
    std::unique_ptr<events::Subscription> subscribe(Position after, Listener listener) override
    {
        return inner.subscribe(after, std::move(listener));
    }
};

} // namespace tamma::test
