// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/event_rows.h"

#include "core/base/json.h"
#include "core/events/codec.h"

namespace tamma::store {

using events::Event;
using events::EventQuery;
using events::StoredEvent;
namespace codec = events::codec;

namespace {

// JSON travels as UTF-8 bytes in both directions; the casts spare two conversions to UTF-16.
const QString COLUMNS
    = QStringLiteral("SELECT position, id, type, version, timestamp, CAST(tags AS BLOB), "
                     "CAST(metadata AS BLOB), CAST(data AS BLOB) FROM event ");

Result<Event> decode(const QSqlQuery& row)
{
    const QString timestamp = row.value(4).toString();
    const auto moment = fromIso8601(timestamp);
    if (!moment) {
        return failure(errors::CORRUPT_EVENT, QStringLiteral("\"%1\" is no time").arg(timestamp));
    }
    TRY_ASSIGN(const QJsonObject tags, json::parseObject(row.value(5).toByteArray()));
    TRY_ASSIGN(const QJsonObject metadata, json::parseObject(row.value(6).toByteArray()));
    TRY_ASSIGN(
        events::Payload payload,
        codec::decode({row.value(2).toString(), row.value(3).toInt(), row.value(7).toByteArray()}));
    return Event{EventId(row.value(1).toString()), *moment, codec::tagsFromJson(tags),
                 codec::metadataFromJson(metadata), std::move(payload)};
}

Result<> selectEvents(Connection& connection, TagIndex& index, const EventQuery& query,
                      const Connection::Row& row)
{
    const QString order = query.backwards ? QStringLiteral(" ORDER BY position DESC LIMIT ?")
                                          : QStringLiteral(" ORDER BY position LIMIT ?");
    if (query.items.isEmpty()) {
        return connection.select(COLUMNS + QStringLiteral("WHERE position > ? AND position <= ?")
                                     + order,
                                 {query.after.value, query.upTo.value, query.limit}, row);
    }
    TRY_ASSIGN(const PositionFilter filter, index.filter(query));
    if (filter.matchesNothing) {
        return {};
    }
    return connection.select(COLUMNS + QStringLiteral("WHERE position IN (%1)").arg(filter.sql)
                                 + order,
                             filter.values + QVariantList{query.limit}, row);
}

} // namespace

EventRow toRow(const Event& event)
{
    const codec::EncodedPayload payload = codec::encode(event.payload);
    return {event.id.text(),
            payload.type,
            payload.version,
            toIso8601(event.timestamp),
            event.tags,
            json::compact(codec::toJson(event.tags)),
            json::compact(codec::toJson(event.metadata)),
            payload.data};
}

Result<> insertRow(Connection& connection, Position position, qint64 recorded, const EventRow& row)
{
    return connection.execute(
        QStringLiteral("INSERT INTO event(position, id, type, version, recorded, timestamp, tags, "
                       "metadata, data) VALUES (?, ?, ?, ?, ?, ?, CAST(? AS TEXT), CAST(? AS "
                       "TEXT), CAST(? AS TEXT))"),
        {position.value, row.id, row.type, row.version, recorded, row.timestamp, row.tagsJson,
         row.metadataJson, row.dataJson});
}

Result<QList<StoredEvent>> readEvents(Connection& connection, TagIndex& index,
                                      const EventQuery& query)
{
    EventQuery bounded = query;
    bounded.limit = std::max<qint64>(query.limit, 0); // SQLite takes a negative one for "all".
    QList<StoredEvent> found;
    std::optional<Error> fault;
    const auto row = [&](const QSqlQuery& columns) {
        if (fault) {
            return;
        }
        const Position position{columns.value(0).toLongLong()};
        if (auto event = decode(columns)) {
            found.append({position, *std::move(event)});
        } else {
            fault = Error{errors::CORRUPT_EVENT,
                          QStringLiteral("the event at position %1 cannot be read: %2")
                              .arg(position.value)
                              .arg(event.error().detail),
                          {{QStringLiteral("position"), position.value}}};
        }
    };
    // One transaction is one snapshot: else a tag that becomes known between the look-up and the
    // read could hide an event below others that are given.
    TRY(connection.execute(QStringLiteral("BEGIN")));
    const auto selected = selectEvents(connection, index, bounded, row);
    const auto ended = connection.execute(QStringLiteral("COMMIT"));
    TRY(selected);
    TRY(ended);
    return fault ? Result<QList<StoredEvent>>(std::unexpected(*fault)) : found;
}

} // namespace tamma::store
