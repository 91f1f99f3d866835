// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/event_row.h"

#include "core/base/json.h"
#include "core/events/codec.h"

namespace tamma::store {

using events::StoredEvent;
namespace codec = events::codec;

EventRow toRow(const events::Event& event)
{
    codec::EncodedPayload payload = codec::encode(event.payload);
    return {event.id.text(),
            std::move(payload.type),
            payload.version,
            event.timestamp.time_since_epoch().count(),
            event.tags,
            json::compact(codec::toJson(event.metadata)),
            std::move(payload.data)};
}

Error unreadable(Position position, const Error& why)
{
    return {errors::CORRUPT_EVENT,
            QStringLiteral("the event at position %1 cannot be read: %2")
                .arg(position.value)
                .arg(why.detail),
            {{QStringLiteral("position"), position.value}}};
}

Result<StoredEvent> RowDecoder::operator()(StoredRow stored)
{
    const Position position = stored.place.position;
    auto event = decode(std::move(stored));
    return event ? std::move(event) : std::unexpected(unreadable(position, event.error()));
}

Result<StoredEvent> RowDecoder::decode(StoredRow stored)
{
    EventRow& row = stored.row;
    if (row.metadata != m_metadataText || m_metadataText.isEmpty()) {
        TRY_ASSIGN(const QJsonObject metadata, json::parseObject(row.metadata));
        m_metadata = codec::metadataFromJson(metadata);
        m_metadataText = row.metadata;
    }
    TRY_ASSIGN(events::Payload payload, codec::decode({row.type, row.version, row.data}));
    const auto moment
        = [](qint64 milliseconds) { return Timestamp(std::chrono::milliseconds(milliseconds)); };
    return StoredEvent{stored.place.position,
                       {EventId(row.id), moment(row.timestamp), std::move(row.tags), m_metadata,
                        std::move(payload)},
                       moment(stored.place.recorded)};
}

} // namespace tamma::store
