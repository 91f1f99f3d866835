// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/coordination.h"

#include "core/store/open_record.h"
#include "core/store/postgres/postgres_coordination.h"
#include "core/store/sqlite/sqlite_coordination.h"

namespace tamma::store {

Result<Coordination> openCoordination(const QString& location, const PasswordFor& passwordFor)
{
    return isDatabaseUrl(location)
        ? openPostgresCoordination(location, passwordFor)
        : openSqliteCoordination(location + QStringLiteral(".coordination"));
}

} // namespace tamma::store
