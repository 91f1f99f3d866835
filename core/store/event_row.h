// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/events/event.h"

#include <QByteArray>
#include <QSet>

#include <optional>

namespace tamma::store {

/// An event as text and numbers, without its place; made in the caller's thread.
struct EventRow {
    QString id;
    QString type;
    int version = 1;
    qint64 timestamp = 0; ///< Milliseconds of Unix time, as the caller's Clock stamped it.
    events::Tags tags;
    QByteArray metadata; ///< Compact JSON, as `data`.
    QByteArray data;
};

[[nodiscard]] QList<EventRow> toRows(const QList<events::Event>& batch);

/// What a store adds to an event.
struct EventPlace {
    Position position;
    qint64 recorded = 0; ///< Milliseconds of Unix time.
    QByteArray hash; ///< Of the chain, see hash_chain.h.
};

/// An event as it is kept.
struct StoredRow {
    EventPlace place;
    EventRow row;
};

/// Makes events of rows. Most events in a row have the same metadata: it is parsed once.
class RowDecoder {
public:
    /// As EventQuery::payloadsOf says.
    explicit RowDecoder(const std::optional<QStringList>& payloadsOf = {});

    /// Whether the data of such an event is looked at; the row of another one needs none.
    [[nodiscard]] bool wants(const QString& type) const
    {
        return !m_payloadsOf || m_payloadsOf->contains(type);
    }

    /// Appends the event of the row, of which nothing is needed any more then. Fails with
    /// CORRUPT_EVENT and the position.
    [[nodiscard]] Result<> appendTo(QList<events::StoredEvent>& events, StoredRow stored);

private:
    [[nodiscard]] Result<> decode(StoredRow& stored, events::StoredEvent& event);

    std::optional<QSet<QString>> m_payloadsOf;
    QByteArray m_metadataText;
    events::EventMetadata m_metadata;
};

/// Says that the event at `position` cannot be read.
[[nodiscard]] Error unreadable(Position position, const Error& why);

} // namespace tamma::store
