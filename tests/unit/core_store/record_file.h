// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/id_source.h"
#include "core/store/sqlite/connection.h"
#include "core/store/sqlite/sqlite_record.h"

#include <QFile>
#include <QTest>

// What the suites about records in files share.
namespace tamma::store {

inline events::Event anEvent(const events::Tags& tags = {})
{
    UuidV7Source ids;
    return {EventId(ids.next()),
            SystemClock().now(),
            tags,
            {},
            events::OpaquePayload{QStringLiteral("X")}};
}

/// Looks at a record from outside, as the sqlite3 program would: the first column, as text.
inline QStringList ask(const QString& file, const char* sql)
{
    const auto connection = sqlite::Connection::open({file, std::chrono::seconds(1)});
    QStringList column;
    sqlite::Rows rows = (*connection)->query(sql);
    for (auto more = rows.next(); more.value_or(false); more = rows.next()) {
        column.append(QString::fromUtf8(rows.bytes(0)));
    }
    return column;
}

inline QByteArray contents(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : "cannot be read";
}

inline void write(const QString& path, const QByteArray& bytes)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(bytes), bytes.size());
}

} // namespace tamma::store
