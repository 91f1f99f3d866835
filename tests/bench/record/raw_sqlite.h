// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/events/event.h"

#include <sqlite3.h>

namespace tamma {

/// The least that SQLite must do to keep the same rows: one table, prepared statements, the C
/// interface, and the settings of the record. No index over tags, no guard, no ids that are unique.
///
/// Threads  The one that made it.
class RawSqlite {
public:
    explicit RawSqlite(const QString& file);
    ~RawSqlite();
    Q_DISABLE_COPY_MOVE(RawSqlite)

    /// Inserts the event's row in a transaction of its own.
    void insert(const events::Event& event);

    /// Inserts many in one transaction.
    void insertAll(const QList<events::Event>& events);

    /// Fetches all columns of `count` rows by position, `step` apart, and returns their bytes.
    qint64 fetch(int count, int step);

private:
    void run(const char* sql);

    sqlite3* m_database = nullptr;
    sqlite3_stmt* m_insert = nullptr;
    sqlite3_stmt* m_fetch = nullptr;
};

/// The bytes of the pages of a table in a database that nobody has open.
[[nodiscard]] qint64 bytesOfTable(const QString& file, const char* table);

} // namespace tamma
