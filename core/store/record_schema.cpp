// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/record_schema.h"

#include "core/store/tag_index.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QtEndian>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace tamma::store {

namespace {

constexpr qint32 APPLICATION_ID = 0x546d6d61; // "Tmma", at offset 68 of the file.

// Step n brings a record from version n to n + 1. Steps that were ever released never change.
QList<QStringList> migrations()
{
    return {
        QStringList{QStringLiteral("CREATE TABLE event(position INTEGER PRIMARY KEY, id TEXT NOT "
                                   "NULL UNIQUE, type TEXT NOT NULL, version INTEGER NOT NULL, "
                                   "recorded INTEGER NOT NULL, timestamp TEXT NOT NULL, tags TEXT "
                                   "NOT NULL, metadata TEXT NOT NULL, data TEXT NOT NULL) STRICT")}
            + TagIndex::schema(),
    };
}

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

// Looks at the bytes only: opening a record through SQLite may already change it (it folds the
// write-ahead log in), and a newer version's record is not ours to change.
Result<> checkHeader(const QString& path)
{
    QFile file(path);
    if (!file.exists() || file.size() == 0) {
        return {};
    }
    if (!file.open(QIODevice::ReadOnly)) {
        return failure(errors::STORE_UNAVAILABLE,
                       QStringLiteral("%1 cannot be read: %2").arg(path, file.errorString()),
                       {{QStringLiteral("file"), path}});
    }
    const QByteArray header = file.read(100);
    if (header.size() < 100 || !header.startsWith(QByteArrayView("SQLite format 3", 16))) {
        return notARecord(path);
    }
    const auto version = qFromBigEndian<qint32>(header.constData() + 60);
    const auto application = qFromBigEndian<qint32>(header.constData() + 68);
    if (application == APPLICATION_ID && version > currentSchemaVersion()) {
        return fromNewerVersion(path, version);
    }
    // SQLite would quietly open it for reading only.
    return QFileInfo(file).isWritable() ? Result<>() : notWritable(path);
}

// Finds what the header did not show because it is still in the write-ahead log.
Result<> checkVersion(Connection& connection, const QString& path)
{
    TRY_ASSIGN(const qint64 version, connection.number(QStringLiteral("PRAGMA user_version")));
    TRY_ASSIGN(const qint64 application,
               connection.number(QStringLiteral("PRAGMA application_id")));
    TRY_ASSIGN(const qint64 tables,
               connection.number(QStringLiteral("SELECT count(*) FROM sqlite_schema")));
    const bool isNew = version == 0 && application == 0 && tables == 0;
    if (!isNew && application != APPLICATION_ID) {
        return notARecord(path);
    }
    return version > currentSchemaVersion() ? fromNewerVersion(path, version) : Result<>();
}

Result<> runMigrations(Connection& connection, qint64 from)
{
    const auto steps = migrations();
    for (const QStringList& step : steps.sliced(from)) {
        for (const QString& statement : step) {
            TRY(connection.execute(statement));
        }
    }
    TRY(connection.execute(QStringLiteral("PRAGMA application_id = %1").arg(APPLICATION_ID)));
    return connection.execute(QStringLiteral("PRAGMA user_version = %1").arg(steps.size()));
}

Result<> migrate(Connection& connection)
{
    TRY(connection.execute(QStringLiteral("BEGIN IMMEDIATE")));
    const auto version = connection.number(QStringLiteral("PRAGMA user_version"));
    Result<> done = version ? Result<>() : std::unexpected(version.error());
    if (done && *version < currentSchemaVersion()) {
        done = runMigrations(connection, *version);
    }
    if (done) {
        done = connection.execute(QStringLiteral("COMMIT"));
    }
    if (!done) {
        // After some failures SQLite has rolled back by itself; then there is nothing to undo.
        static_cast<void>(connection.execute(QStringLiteral("ROLLBACK")));
    }
    return done;
}

Result<> prepare(Connection& connection, const QString& path)
{
    TRY(checkVersion(connection, path));
    QString mode;
    TRY(connection.select(QStringLiteral("PRAGMA journal_mode = WAL"), {},
                          [&mode](const QSqlQuery& row) { mode = row.value(0).toString(); }));
    if (mode != QLatin1StringView("wal")) {
        return failure(errors::STORE_UNAVAILABLE,
                       QStringLiteral("%1 lies on a file system without shared memory (a network "
                                      "share?); set TAMMA_HOME to a local folder")
                           .arg(path));
    }
    for (const char* setting : {"PRAGMA synchronous = FULL", "PRAGMA wal_autocheckpoint = 4000",
                                "PRAGMA cache_size = -16384"}) {
        TRY(connection.execute(QLatin1StringView(setting)));
    }
    return migrate(connection);
}

/// Held while a record is opened: the switch to the write-ahead log cannot wait for another process
/// that switches as well. It lies on the folder: no file is left, no space is needed, and it ends
/// with the process. Where a file system has no locks the worst is a failure that can be retried.
class OpeningLock {
public:
    explicit OpeningLock(const QString& folder)
        : m_descriptor(::open(QFile::encodeName(folder).constData(), O_RDONLY | O_CLOEXEC))
    {
        static_cast<void>(::flock(m_descriptor, LOCK_EX));
    }
    ~OpeningLock() { ::close(m_descriptor); }
    Q_DISABLE_COPY_MOVE(OpeningLock)

private:
    int m_descriptor;
};

} // namespace

int currentSchemaVersion()
{
    return static_cast<int>(migrations().size());
}

Result<std::unique_ptr<Connection>> openRecord(const RecordFile& file)
{
    TRY(checkHeader(file.path));
    const QString folder = QFileInfo(file.path).absolutePath();
    if (!QDir().mkpath(folder)) {
        return notWritable(folder);
    }
    const OpeningLock lock(folder);
    TRY_ASSIGN(auto connection, Connection::open(file));
    TRY(prepare(*connection, file.path));
    return connection;
}

} // namespace tamma::store
