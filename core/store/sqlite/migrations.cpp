// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/sqlite/migrations.h"

#include "core/base/json.h"
#include "core/events/codec.h"
#include "core/store/hash_chain.h"
#include "core/store/sqlite/event_rows.h"

namespace tamma::store::sqlite {

namespace {

constexpr auto VERSION_2_TABLES = R"sql(
ALTER TABLE event RENAME TO event_1;
DROP TABLE event_tag;
ALTER TABLE tag ADD COLUMN events INTEGER NOT NULL DEFAULT 0;
CREATE TABLE event(position INTEGER PRIMARY KEY, id ANY NOT NULL UNIQUE, type INTEGER NOT NULL,
    version INTEGER NOT NULL, recorded INTEGER NOT NULL, timestamp INTEGER NOT NULL,
    tags TEXT NOT NULL, metadata TEXT NOT NULL, data ANY NOT NULL, hash BLOB NOT NULL) STRICT;
CREATE TABLE posting(word INTEGER NOT NULL, last INTEGER NOT NULL, first INTEGER NOT NULL,
    positions BLOB NOT NULL, PRIMARY KEY(word, last)) STRICT, WITHOUT ROWID;
CREATE TABLE meta(key TEXT PRIMARY KEY, value ANY NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO meta VALUES ('indexed', 0), ('readableFrom', 2);
CREATE VIEW readable AS SELECT position,
    CASE typeof(id) WHEN 'blob' THEN lower(substr(hex(id), 1, 8) || '-' || substr(hex(id), 9, 4)
        || '-' || substr(hex(id), 13, 4) || '-' || substr(hex(id), 17, 4) || '-'
        || substr(hex(id), 21)) ELSE id END AS id,
    (SELECT substr(word, 2) FROM tag WHERE tag.id = event.type) AS type, version,
    strftime('%Y-%m-%dT%H:%M:%fZ', timestamp / 1000.0, 'unixepoch') AS timestamp,
    (SELECT json_group_array(tag.word) FROM json_each(event.tags) AS each
        JOIN tag ON tag.id = each.value) AS tags,
    metadata, data FROM event;
)sql";

qint64 unixTime(QByteArrayView iso8601)
{
    const auto moment = fromIso8601(QString::fromUtf8(iso8601));
    return moment ? moment->time_since_epoch().count() : 0;
}

Result<EventRow> rowOfVersion1(const Rows& old)
{
    TRY_ASSIGN(const QJsonObject tags, json::parseObject(old.bytes(6).toByteArray()));
    return EventRow{QString::fromUtf8(old.bytes(1)),   QString::fromUtf8(old.bytes(2)),
                    static_cast<int>(old.integer(3)),  unixTime(old.bytes(5)),
                    events::codec::tagsFromJson(tags), old.bytes(7).toByteArray(),
                    old.bytes(8).toByteArray()};
}

Result<> copyEvents(Connection& connection)
{
    Dictionary dictionary(connection);
    QByteArray hash = hash_chain::beginning();
    Rows old = connection.query("SELECT position, id, type, version, recorded, timestamp, tags, "
                                "metadata, data FROM event_1 ORDER BY position");
    while (true) {
        TRY_ASSIGN(const bool found, old.next());
        if (!found) {
            return {};
        }
        const Position position{old.integer(0)};
        TRY_ASSIGN(const EventRow row, rowOfVersion1(old));
        EventWords words;
        TRY_ASSIGN(words.type, dictionary.findOrAdd({QString(), row.type}));
        for (const auto& tag : row.tags.pairs()) {
            TRY_ASSIGN(const qint64 number, dictionary.findOrAdd(tag));
            words.tags.push_back(number);
        }
        hash = hash_chain::next(hash, position, old.integer(4), hash_chain::contentHash(row));
        TRY(insertRow(connection, {position, old.integer(4), hash}, row, words));
    }
}

} // namespace

Result<> migrations::createVersion1(Connection& connection)
{
    return connection.run(R"sql(
CREATE TABLE event(position INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, type TEXT NOT NULL,
    version INTEGER NOT NULL, recorded INTEGER NOT NULL, timestamp TEXT NOT NULL,
    tags TEXT NOT NULL, metadata TEXT NOT NULL, data TEXT NOT NULL) STRICT;
CREATE TABLE tag(id INTEGER PRIMARY KEY, word TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE event_tag(tag_id INTEGER NOT NULL, position INTEGER NOT NULL,
    PRIMARY KEY(tag_id, position)) STRICT, WITHOUT ROWID;
)sql");
}

Result<> migrations::toVersion2(Connection& connection)
{
    TRY(connection.run(VERSION_2_TABLES));
    TRY(copyEvents(connection));
    return connection.run("DROP TABLE event_1");
}

Result<> migrations::toVersion3(Connection& connection)
{
    return connection.run("CREATE TABLE segment(first INTEGER PRIMARY KEY, last INTEGER NOT NULL, "
                          "lastRecorded INTEGER NOT NULL, name TEXT NOT NULL) STRICT");
}

} // namespace tamma::store::sqlite
