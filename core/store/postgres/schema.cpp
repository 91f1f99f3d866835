// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/postgres/schema.h"

#include "core/store/postgres/lock_keys.h"
#include "core/store/postgres/migrations.h"

#include <iterator>

namespace tamma::store::postgres {

using namespace std::chrono_literals;

namespace {

// Step n brings a record from version n to n + 1. Steps that were ever released never change.
struct Migration {
    QByteArray (*sql)();
    int readableFrom; ///< The oldest version whose readers still understand the record after it.
};

constexpr Migration STEPS[] = {{migrations::createVersion1, 1},
                               {migrations::toVersion2, 1},
                               {migrations::toVersion3, 1}};

constexpr auto WAIT_FOR_OTHERS = 120s; // Another host may be bringing a large record up to date.

std::unexpected<Error> isNewer(const Connection& connection, qint64 version)
{
    return failure(errors::RECORD_FROM_NEWER_VERSION,
                   QStringLiteral("%1 has version %2, this Tamma knows versions up to %3; start "
                                  "the newer Tamma, or name another database")
                       .arg(connection.shown())
                       .arg(version)
                       .arg(currentSchemaVersion()),
                   {{QStringLiteral("version"), version}});
}

std::unexpected<Error> notOurs(const Connection& connection)
{
    return failure(errors::STORE_UNAVAILABLE,
                   QStringLiteral("%1 has a table \"events\" or \"chain\" that is not Tamma's, and "
                                  "was left as it is; make an empty database for Tamma")
                       .arg(connection.shown()));
}

// The version of the record, 0 for an empty database. Changes nothing. It looks into the catalogue
// itself: what the session remembers of names may be older than the lock that it waited for.
Result<qint64> versionOf(Connection& connection)
{
    TRY_ASSIGN(const Answer there,
               connection.run("SELECT count(*) FILTER (WHERE relname = 'tamma_migrations'), "
                              "count(*) FROM pg_class WHERE relname IN ('tamma_migrations', "
                              "'events', 'chain') AND pg_table_is_visible(oid)"));
    if (there.integer(0, 0) == 0) {
        return there.integer(0, 1) == 0 ? Result<qint64>(0) : notOurs(connection);
    }
    TRY_ASSIGN(const Answer newest,
               connection.run("SELECT coalesce(max(version), 0)::bigint FROM tamma_migrations"));
    return newest.integer(0, 0);
}

Result<> runSteps(Connection& connection)
{
    TRY(connection.run("SELECT set_config('statement_timeout', '0', true), "
                       "set_config('transaction_timeout', '0', true)"));
    TRY(connection.run("SELECT pg_advisory_xact_lock($1)",
                       Parameters().integer(lock_keys::MIGRATION)));
    // Another host may have been quicker.
    TRY_ASSIGN(qint64 version, versionOf(connection));
    if (version > currentSchemaVersion()) {
        return isNewer(connection, version);
    }
    TRY(connection.run("CREATE TABLE IF NOT EXISTS tamma_migrations(version integer PRIMARY KEY, "
                       "readable_from integer NOT NULL, "
                       "applied_at timestamptz NOT NULL DEFAULT now())"));
    for (; version < currentSchemaVersion(); ++version) {
        const Migration& step = STEPS[version];
        TRY(connection.runScript(step.sql()));
        TRY(connection.run("INSERT INTO tamma_migrations(version, readable_from) VALUES ($1, $2)",
                           Parameters().integer(version + 1).integer(step.readableFrom)));
    }
    return {};
}

} // namespace

int currentSchemaVersion()
{
    return static_cast<int>(std::size(STEPS));
}

Result<> prepareRecord(Connection& connection)
{
    TRY_ASSIGN(const qint64 version, versionOf(connection));
    if (version == currentSchemaVersion()) {
        return {};
    }
    if (version > currentSchemaVersion()) {
        return isNewer(connection, version);
    }
    connection.setReplyTimeout(WAIT_FOR_OTHERS);
    return connection.inTransaction([&] { return runSteps(connection); });
}

Result<bool> isReadableThoughNewer(Connection& connection)
{
    TRY_ASSIGN(const Answer newest,
               connection.run("SELECT readable_from FROM tamma_migrations "
                              "ORDER BY version DESC LIMIT 1"));
    return newest.rows() > 0 && newest.integer(0, 0) <= currentSchemaVersion();
}

} // namespace tamma::store::postgres
