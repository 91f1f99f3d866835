// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/sqlite/record_schema.h"

#include "core/store/sqlite/folder_lock.h"
#include "core/store/sqlite/migrations.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <optional>
#include <span>

namespace tamma::store::sqlite {

namespace {

constexpr qint64 HEADER_BYTES = 100;
constexpr qint32 APPLICATION_ID = 0x546d6d61; // "Tmma", at offset 68 of the file.

// Step n brings a record from version n to n + 1. Steps that were ever released never change.
constexpr Result<> (*MIGRATIONS[])(Connection&)
    = {migrations::createVersion1, migrations::toVersion2, migrations::toVersion3};

std::unexpected<Error> fromNewerVersion(const QString& path, qint64 version)
{
    return failure(
        errors::RECORD_FROM_NEWER_VERSION,
        QStringLiteral("%1 has version %2, this Tamma knows versions up to %3; start the "
                       "newer Tamma, or set TAMMA_HOME to another folder")
            .arg(path)
            .arg(version)
            .arg(currentSchemaVersion()),
        {{QStringLiteral("file"), path}, {QStringLiteral("version"), version}});
}

std::unexpected<Error> notARecord(const QString& path)
{
    return failure(errors::STORE_UNAVAILABLE,
                   QStringLiteral("%1 is no record of Tamma, and was left as it is; move it away, "
                                  "or set TAMMA_HOME to another folder")
                       .arg(path),
                   {{QStringLiteral("file"), path}});
}

std::unexpected<Error> notWritable(const QString& path)
{
    return failure(errors::STORE_UNAVAILABLE,
                   QStringLiteral("%1 cannot be written; make it and its folder writable, or set "
                                  "TAMMA_HOME to another folder")
                       .arg(path),
                   {{QStringLiteral("file"), path}});
}

// Looks at the file alone: opening a record may already change it (it folds the write-ahead log
// in), and a newer version's record is not ours to change. Nothing when that does not show: while
// the log is being folded in, or was when the process died, the file alone is no whole database.
std::optional<qint64> versionInHeader(const QString& path)
{
    const auto connection = Connection::open({path, {}, Access::Immutable});
    const auto application = connection ? (*connection)->number("PRAGMA application_id")
                                        : std::unexpected(connection.error());
    if (!application || *application != APPLICATION_ID) {
        return std::nullopt;
    }
    const auto version = (*connection)->number("PRAGMA user_version");
    return version ? std::optional(*version) : std::nullopt;
}

/// Returns whether the record is there and of this version.
Result<bool> checkHeader(const QString& path)
{
    const QFileInfo file(path);
    if (!file.exists() || file.size() == 0) {
        return false;
    }
    if (file.size() < HEADER_BYTES) { // SQLite would take it for an empty one.
        return notARecord(path);
    }
    const auto version = versionInHeader(path);
    if (version && *version > currentSchemaVersion()) {
        return fromNewerVersion(path, *version);
    }
    if (!file.isWritable()) { // SQLite would quietly open it for reading only.
        return notWritable(path);
    }
    return version == currentSchemaVersion();
}

// Finds what the header did not show because it is still in the write-ahead log.
Result<> checkVersion(Connection& connection)
{
    TRY_ASSIGN(const qint64 version, connection.number("PRAGMA user_version"));
    TRY_ASSIGN(const qint64 application, connection.number("PRAGMA application_id"));
    TRY_ASSIGN(const qint64 tables, connection.number("SELECT count(*) FROM sqlite_schema"));
    const bool isNew = version == 0 && application == 0 && tables == 0;
    if (!isNew && application != APPLICATION_ID) {
        return notARecord(connection.path());
    }
    return version > currentSchemaVersion() ? fromNewerVersion(connection.path(), version)
                                            : Result<>();
}

Result<> runMigrations(Connection& connection)
{
    TRY_ASSIGN(const qint64 version, connection.number("PRAGMA user_version"));
    for (const auto& step :
         std::span(MIGRATIONS)
             .subspan(std::min<size_t>(static_cast<size_t>(version), std::size(MIGRATIONS)))) {
        TRY(step(connection));
    }
    return connection.run(QByteArrayLiteral("PRAGMA application_id = ")
                          + QByteArray::number(APPLICATION_ID) + "; PRAGMA user_version = "
                          + QByteArray::number(currentSchemaVersion()));
}

Result<> migrate(Connection& connection)
{
    TRY(connection.run("BEGIN IMMEDIATE"));
    Result<> done = runMigrations(connection);
    if (done) {
        done = connection.run("COMMIT");
    }
    if (!done) {
        // After some failures SQLite has rolled back by itself; then there is nothing to undo.
        static_cast<void>(connection.run("ROLLBACK"));
    }
    return done;
}

Result<> prepare(Connection& connection)
{
    TRY(checkVersion(connection));
    {
        Rows mode = connection.query("PRAGMA journal_mode = WAL");
        TRY(mode.next());
        if (mode.bytes(0) != "wal") {
            return failure(errors::STORE_UNAVAILABLE,
                           QStringLiteral("%1 lies on a file system without shared memory (a "
                                          "network share?); set TAMMA_HOME to a local folder")
                               .arg(connection.path()));
        }
    }
    TRY(connection.run("PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4000; "
                       "PRAGMA cache_size = -16384"));
    TRY_ASSIGN(const qint64 version, connection.number("PRAGMA user_version"));
    return version == currentSchemaVersion() ? Result<>() : migrate(connection);
}

} // namespace

int currentSchemaVersion()
{
    return static_cast<int>(std::size(MIGRATIONS));
}

Result<std::unique_ptr<Connection>> openRecord(const RecordFile& file)
{
    TRY_ASSIGN(const bool isReady, checkHeader(file.path));
    const QString folder = QFileInfo(file.path).absolutePath();
    if (!QDir().mkpath(folder)) {
        return notWritable(folder);
    }
    // While it is made or brought to this version: the switch to the write-ahead log cannot wait
    // for another process that switches as well.
    std::optional<FolderLock> lock;
    if (!isReady) {
        lock.emplace(folder, FolderLock::Patience::Wait);
    }
    TRY_ASSIGN(auto connection, Connection::open(file));
    TRY(prepare(*connection));
    return connection;
}

Result<bool> isReadableThoughNewer(const RecordFile& file)
{
    TRY_ASSIGN(const auto connection,
               Connection::open({file.path, file.busyTimeout, Access::ReadOnly}));
    TRY_ASSIGN(const qint64 application, connection->number("PRAGMA application_id"));
    TRY_ASSIGN(const qint64 from,
               connection->number("SELECT value FROM meta WHERE key = 'readableFrom'"));
    return application == APPLICATION_ID && from > 0 && from <= currentSchemaVersion();
}

} // namespace tamma::store::sqlite
