// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/open_record.h"

#include "core/store/personal/person_keys.h"
#include "core/store/postgres/postgres_record.h"
#include "core/store/sqlite/event_table.h"
#include "core/store/sqlite/sqlite_record.h"

#include <QRegularExpression>

namespace tamma::store {

bool isDatabaseUrl(const QString& location)
{
    return location.startsWith(QLatin1StringView("postgresql://"), Qt::CaseInsensitive)
        || location.startsWith(QLatin1StringView("postgres://"), Qt::CaseInsensitive);
}

QString shownLocation(const QString& location)
{
    if (!isDatabaseUrl(location)) {
        return location;
    }
    const auto parsed = postgres::Location::parse(location);
    return parsed ? parsed->shown() : QStringLiteral("postgresql://?");
}

QString segmentFolderOf(const QString& recordFile)
{
    return sqlite::segmentFolder(recordFile);
}

Result<std::unique_ptr<SealedRecord>> openRecord(const QString& location,
                                                 const RecordOptions& options)
{
    if (isDatabaseUrl(location)) {
        PostgresRecordOptions chosen;
        chosen.readNewer = options.readNewer;
        chosen.passwordFor = options.passwordFor;
        TRY_ASSIGN(auto record, PostgresRecord::open(location, chosen));
        TRY_ASSIGN(auto keys, personKeysInDatabase(location, options.passwordFor));
        return std::make_unique<SealedRecord>(std::move(record), std::move(keys));
    }
    // It may hold a password, so it is not shown, and no folder gets its name.
    static const QRegularExpression scheme(QStringLiteral("^[A-Za-z][A-Za-z0-9+.-]+:/"));
    if (scheme.match(location).hasMatch()) {
        return failure(errors::INVALID_ARGUMENT,
                       QStringLiteral("a record is a file, or a database whose address begins with "
                                      "postgresql://"));
    }
    SqliteRecordOptions chosen;
    chosen.readNewer = options.readNewer;
    TRY_ASSIGN(auto record, SqliteRecord::open(location, chosen));
    return std::make_unique<SealedRecord>(std::move(record),
                                          personKeysInFile(personKeysFile(location)));
}

} // namespace tamma::store
