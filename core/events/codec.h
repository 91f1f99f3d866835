// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/events/event.h"

#include <QByteArray>
#include <QJsonObject>

namespace tamma::events::codec {

/// The parts of a payload as a database keeps them.
struct EncodedPayload {
    QString type;
    int version = 1;
    QByteArray data; ///< One JSON object, keys sorted.
};

/// Writes a payload; decode() gives an equal one back, unknown types included.
[[nodiscard]] EncodedPayload encode(const Payload& payload);

/// Reads a payload. Missing fields keep their defaults (older versions wrote fewer), unknown fields
/// are ignored, unknown types become OpaquePayload. Fails with CORRUPT_EVENT and the path of the
/// field when a field has the wrong JSON type.
[[nodiscard]] Result<Payload> decode(const EncodedPayload& encoded);
[[nodiscard]] Result<> decodeInto(Payload& payload, const EncodedPayload& encoded);

/// The payload of an event of which only the head is wanted: what decode() makes of no fields.
[[nodiscard]] Payload withoutFields(const QString& type, int version);

/// Tags as a JSON map: a value is a text, or an array where a key has several.
[[nodiscard]] QJsonObject toJson(const Tags& tags);
[[nodiscard]] Tags tagsFromJson(const QJsonObject& object);

[[nodiscard]] QJsonObject toJson(const EventMetadata& metadata);
[[nodiscard]] EventMetadata metadataFromJson(const QJsonObject& object);

/// The whole event as `tamma events query --json` prints it: position, id, type, timestamp, tags,
/// metadata, data (the product spec's shape with a position added).
[[nodiscard]] QJsonObject toJson(const StoredEvent& stored);

} // namespace tamma::events::codec
