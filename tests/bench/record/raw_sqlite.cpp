// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/record/raw_sqlite.h"

#include "core/base/json.h"
#include "core/events/codec.h"

namespace tamma {

namespace codec = events::codec;

namespace {

void expect(int actual, int wanted, sqlite3* database)
{
    if (actual != wanted) {
        qFatal("SQLite: %s", sqlite3_errmsg(database));
    }
}

void bind(sqlite3_stmt* statement, int place, const QByteArray& text)
{
    sqlite3_bind_text(statement, place, text.constData(), static_cast<int>(text.size()),
                      SQLITE_TRANSIENT);
}

} // namespace

RawSqlite::RawSqlite(const QString& file)
{
    expect(sqlite3_open(file.toUtf8().constData(), &m_database), SQLITE_OK, m_database);
    run("PRAGMA journal_mode = WAL");
    run("PRAGMA synchronous = FULL");
    run("PRAGMA wal_autocheckpoint = 4000");
    run("PRAGMA cache_size = -16384");
    run("CREATE TABLE event(position INTEGER PRIMARY KEY, id TEXT NOT NULL, type TEXT NOT NULL, "
        "version INTEGER NOT NULL, recorded INTEGER NOT NULL, timestamp TEXT NOT NULL, tags TEXT "
        "NOT "
        "NULL, metadata TEXT NOT NULL, data TEXT NOT NULL) STRICT");
    expect(sqlite3_prepare_v2(m_database,
                              "INSERT INTO event(id, type, version, recorded, timestamp, tags, "
                              "metadata, data) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                              -1, &m_insert, nullptr),
           SQLITE_OK, m_database);
    expect(sqlite3_prepare_v2(m_database, "SELECT * FROM event WHERE position = ?", -1, &m_fetch,
                              nullptr),
           SQLITE_OK, m_database);
}

RawSqlite::~RawSqlite()
{
    sqlite3_finalize(m_insert);
    sqlite3_finalize(m_fetch);
    sqlite3_close(m_database);
}

void RawSqlite::run(const char* sql)
{
    expect(sqlite3_exec(m_database, sql, nullptr, nullptr, nullptr), SQLITE_OK, m_database);
}

void RawSqlite::insert(const events::Event& event)
{
    const codec::EncodedPayload payload = codec::encode(event.payload);
    bind(m_insert, 1, event.id.text().toUtf8());
    bind(m_insert, 2, payload.type.toUtf8());
    sqlite3_bind_int(m_insert, 3, payload.version);
    sqlite3_bind_int64(m_insert, 4, event.timestamp.time_since_epoch().count());
    bind(m_insert, 5, toIso8601(event.timestamp).toUtf8());
    bind(m_insert, 6, json::compact(codec::toJson(event.tags)));
    bind(m_insert, 7, json::compact(codec::toJson(event.metadata)));
    bind(m_insert, 8, payload.data);
    expect(sqlite3_step(m_insert), SQLITE_DONE, m_database); // Commits by itself.
    sqlite3_reset(m_insert);
}

qint64 RawSqlite::fetch(int count, int step)
{
    qint64 bytes = 0;
    for (int i = 0; i < count; ++i) {
        sqlite3_bind_int64(m_fetch, 1, 1 + qint64(i) * step);
        expect(sqlite3_step(m_fetch), SQLITE_ROW, m_database);
        for (int column = 0; column < sqlite3_column_count(m_fetch); ++column) {
            const char* text = reinterpret_cast<const char*>(sqlite3_column_text(m_fetch, column));
            bytes += QByteArray(text, sqlite3_column_bytes(m_fetch, column)).size();
        }
        sqlite3_reset(m_fetch);
    }
    return bytes;
}

void RawSqlite::insertAll(const QList<events::Event>& events)
{
    run("BEGIN IMMEDIATE");
    for (const events::Event& event : events) {
        insert(event);
    }
    run("COMMIT");
}

qint64 bytesOfTable(const QString& file, const char* table)
{
    sqlite3* database = nullptr;
    expect(sqlite3_open(file.toUtf8().constData(), &database), SQLITE_OK, database);
    sqlite3_stmt* statement = nullptr;
    expect(sqlite3_prepare_v2(database, "SELECT sum(pgsize) FROM dbstat WHERE name = ?", -1,
                              &statement, nullptr),
           SQLITE_OK, database);
    bind(statement, 1, table);
    expect(sqlite3_step(statement), SQLITE_ROW, database);
    const qint64 bytes = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    sqlite3_close(database);
    return bytes;
}

} // namespace tamma
