// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/connection.h"

#include <QFileInfo>
#include <QSqlError>
#include <QStorageInfo>

#include <atomic>

namespace tamma::store {

namespace {

// SQLite's result codes (sqlite.org/rescode.html); the higher bytes say more about IOERR.
enum SqliteCode {
    Perm = 3,
    Busy = 5,
    Locked = 6,
    ReadOnly = 8,
    IoError = 10,
    Corrupt = 11,
    Full = 13,
    CantOpen = 14,
    NotADatabase = 26,
};

constexpr qint64 NEARLY_FULL_BYTES = 256 * 1024;
constexpr size_t MAX_PREPARED = 128;

} // namespace

bool isNearlyFull(const QString& path)
{
    const QStorageInfo storage(QFileInfo(path).path());
    return storage.isValid() && storage.bytesAvailable() < NEARLY_FULL_BYTES;
}

Error errorFrom(const QSqlError& error, const QString& path)
{
    const int code = error.nativeErrorCode().toInt() & 0xff;
    const auto make = [&](ErrorCode kind, const char* advice, bool retryable) {
        return Error{kind,
                     QStringLiteral("%1: %2 [SQLite %3]: %4")
                         .arg(path, error.databaseText().trimmed(), error.nativeErrorCode(),
                              QLatin1StringView(advice)),
                     {{QStringLiteral("file"), path}},
                     retryable};
    };
    if (code == Full || ((code == IoError || code == CantOpen) && isNearlyFull(path))) {
        return make(errors::DISK_FULL, "free some space and try again; nothing was stored", true);
    }
    switch (code) {
    case Busy:
    case Locked:
        return make(errors::STORE_UNAVAILABLE, "another process holds the record; try again", true);
    case Perm:
    case ReadOnly:
    case CantOpen:
        return make(errors::STORE_UNAVAILABLE,
                    "make the file and its folder writable, or set TAMMA_HOME to another folder",
                    false);
    case NotADatabase:
        return make(errors::STORE_UNAVAILABLE,
                    "this file is no record of Tamma; move it away or set TAMMA_HOME", false);
    case Corrupt:
        return make(errors::CORRUPT_EVENT,
                    "the record is damaged; keep a copy of it and of its -wal file, then restore a "
                    "backup or save what is left with the sqlite3 command .recover",
                    false);
    default:
        return make(errors::STORE_UNAVAILABLE, "the record cannot be used now; try again",
                    code == IoError);
    }
}

Connection::Connection(RecordFile file)
    : m_file(std::move(file))
{
    static std::atomic<quint64> count = 0;
    m_name = QStringLiteral("tamma-record-%1").arg(++count);
    m_database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), m_name);
    m_database.setDatabaseName(m_file.path);
    m_database.setConnectOptions(
        QStringLiteral("QSQLITE_BUSY_TIMEOUT=%1").arg(m_file.busyTimeout.count()));
}

Connection::~Connection()
{
    m_prepared.clear();
    m_database.close();
    m_database = QSqlDatabase(); // removeDatabase() warns while a handle is left.
    QSqlDatabase::removeDatabase(m_name);
}

Result<std::unique_ptr<Connection>> Connection::open(const RecordFile& file)
{
    std::unique_ptr<Connection> connection(new Connection(file));
    if (!connection->m_database.open()) {
        return std::unexpected(errorFrom(connection->m_database.lastError(), file.path));
    }
    return connection;
}

Result<QSqlQuery*> Connection::run(const QString& sql, const QVariantList& values)
{
    auto found = m_prepared.find(sql);
    if (found == m_prepared.end()) {
        if (m_prepared.size() >= MAX_PREPARED) {
            m_prepared.clear();
        }
        QSqlQuery query(m_database);
        query.setForwardOnly(true);
        if (!query.prepare(sql)) {
            return std::unexpected(errorFrom(query.lastError(), m_file.path));
        }
        found = m_prepared.emplace(sql, std::move(query)).first;
    }
    QSqlQuery& query = found->second;
    for (qsizetype i = 0; i < values.size(); ++i) {
        query.bindValue(static_cast<int>(i), values.at(i));
    }
    if (!query.exec()) {
        const Error error = errorFrom(query.lastError(), m_file.path);
        query.finish();
        return std::unexpected(error);
    }
    return &query;
}

Result<> Connection::execute(const QString& sql, const QVariantList& values)
{
    TRY_ASSIGN(QSqlQuery * query, run(sql, values));
    query->finish();
    return {};
}

Result<> Connection::select(const QString& sql, const QVariantList& values, const Row& row)
{
    TRY_ASSIGN(QSqlQuery * query, run(sql, values));
    while (query->next()) {
        row(*query);
    }
    const QSqlError error = query->lastError();
    query->finish();
    return error.isValid() ? std::unexpected(errorFrom(error, m_file.path)) : Result<>();
}

Result<qint64> Connection::number(const QString& sql, const QVariantList& values)
{
    qint64 first = 0;
    bool isFirst = true;
    TRY(select(sql, values, [&](const QSqlQuery& row) {
        if (std::exchange(isFirst, false)) {
            first = row.value(0).toLongLong();
        }
    }));
    return first;
}

} // namespace tamma::store
