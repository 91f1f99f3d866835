// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/events/event_store.h"

#include <memory>

namespace tamma::events {

/// A record that lives as long as the object: for tests and for looking at past moments.
///
/// Threads  Any; listeners are called in the appending thread.
class MemoryEventStore final : public EventStore {
public:
    explicit MemoryEventStore(std::shared_ptr<const Clock> clock = std::make_shared<SystemClock>());
    ~MemoryEventStore() override;

    [[nodiscard]] Result<AppendReceipt> append(const QList<Event>& batch,
                                               const AppendGuard& guard) override;
    [[nodiscard]] Result<QList<StoredEvent>> read(const EventQuery& query) const override;
    [[nodiscard]] Result<Position> head() const override;
    [[nodiscard]] Result<Position> positionAt(Timestamp moment) const override;
    [[nodiscard]] std::unique_ptr<Subscription> subscribe(Position after,
                                                          Listener listener) override;

private:
    struct Shared;
    std::shared_ptr<Shared> m_shared; // Subscriptions keep it alive.
};

} // namespace tamma::events
