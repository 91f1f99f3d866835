// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/open_record.h"

#include "core/store/postgres/postgres_record.h"
#include "core/store/sqlite/sqlite_record.h"

namespace tamma::store {

bool isDatabaseUrl(const QString& location)
{
    return location.startsWith(QLatin1StringView("postgresql://"))
        || location.startsWith(QLatin1StringView("postgres://"));
}

QString shownLocation(const QString& location)
{
    if (!isDatabaseUrl(location)) {
        return location;
    }
    const auto parsed = postgres::Location::parse(location);
    return parsed ? parsed->shown() : QStringLiteral("postgresql://?");
}

Result<std::unique_ptr<Record>> openRecord(const QString& location, const RecordOptions& options)
{
    if (isDatabaseUrl(location)) {
        PostgresRecordOptions chosen;
        chosen.readNewer = options.readNewer;
        chosen.passwordFor = options.passwordFor;
        return PostgresRecord::open(location, chosen);
    }
    SqliteRecordOptions chosen;
    chosen.readNewer = options.readNewer;
    return SqliteRecord::open(location, chosen);
}

} // namespace tamma::store
