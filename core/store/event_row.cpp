// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/event_row.h"

#include "core/base/json.h"
#include "core/events/codec.h"

namespace tamma::store {

using events::StoredEvent;
namespace codec = events::codec;

QList<EventRow> toRows(const QList<events::Event>& batch)
{
    QList<EventRow> rows;
    rows.reserve(batch.size());
    const events::EventMetadata* metadata = nullptr; // Of the last row; mostly all have the same.
    for (const events::Event& event : batch) {
        const bool isSame = metadata && *metadata == event.metadata;
        metadata = &event.metadata;
        codec::EncodedPayload payload = codec::encode(event.payload);
        rows.append({event.id.text(), std::move(payload.type), payload.version,
                     event.timestamp.time_since_epoch().count(), event.tags,
                     isSame ? rows.last().metadata : json::compact(codec::toJson(*metadata)),
                     std::move(payload.data)});
    }
    return rows;
}

Error unreadable(Position position, const Error& why)
{
    return {errors::CORRUPT_EVENT,
            QStringLiteral("the event at position %1 cannot be read: %2")
                .arg(position.value)
                .arg(why.detail),
            {{QStringLiteral("position"), position.value}}};
}

RowDecoder::RowDecoder(const std::optional<QStringList>& payloadsOf)
{
    if (payloadsOf) {
        m_payloadsOf.emplace(payloadsOf->begin(), payloadsOf->end());
    }
}

// An event is made where it stays: to move one costs as much as to read a small payload.
Result<> RowDecoder::appendTo(QList<StoredEvent>& events, StoredRow stored)
{
    const Result<> decoded = decode(stored, events.emplaceBack());
    return decoded ? decoded : std::unexpected(unreadable(stored.place.position, decoded.error()));
}

Result<> RowDecoder::decode(StoredRow& stored, StoredEvent& event)
{
    EventRow& row = stored.row;
    if (row.metadata != m_metadataText || m_metadataText.isEmpty()) {
        TRY_ASSIGN(const QJsonObject metadata, json::parseObject(row.metadata));
        m_metadata = codec::metadataFromJson(metadata);
        m_metadataText = QByteArrayView(row.metadata).toByteArray(); // It may be borrowed.
    }
    const auto moment
        = [](qint64 milliseconds) { return Timestamp(std::chrono::milliseconds(milliseconds)); };
    event.position = stored.place.position;
    event.recorded = moment(stored.place.recorded);
    event.event.id = EventId(std::move(row.id));
    event.event.timestamp = moment(row.timestamp);
    event.event.tags = std::move(row.tags);
    event.event.metadata = m_metadata;
    if (wants(row.type)) {
        return codec::decodeInto(event.event.payload, {row.type, row.version, row.data});
    }
    event.event.payload = codec::withoutFields(row.type, row.version);
    return {};
}

} // namespace tamma::store
