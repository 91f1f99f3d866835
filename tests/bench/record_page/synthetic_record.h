// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/events/event_store.h"

namespace tamma::bench {

/// A record of any length whose events are made up when they are read: eight tags each, of 64 loops
/// that run at once, 200 events a loop; twenty types, one event in forty a failure.
///
/// Threads  Any.
class SyntheticRecord final : public events::EventStore {
public:
    explicit SyntheticRecord(qint64 events)
        : m_events(events)
    {
    }

    [[nodiscard]] static events::StoredEvent eventAt(qint64 position);
    [[nodiscard]] static QString loopAt(qint64 position);

    [[nodiscard]] Result<events::AppendReceipt> append(const QList<events::Event>& batch,
                                                       const events::AppendGuard& guard) override;
    [[nodiscard]] Result<QList<events::StoredEvent>>
    read(const events::EventQuery& query) const override;
    [[nodiscard]] Result<Position> head() const override { return Position{m_events}; }
    [[nodiscard]] Result<Position> positionAt(Timestamp moment) const override;
    [[nodiscard]] std::unique_ptr<events::Subscription> subscribe(Position after,
                                                                  Listener listener) override;

private:
    qint64 m_events;
};

} // namespace tamma::bench
