// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/sqlite/connection.h"

#include <QFile>
#include <QFileInfo>
#include <QStorageInfo>
#include <QUrl>

#include <sqlite3.h>

#include <fcntl.h>
#include <unistd.h>

namespace tamma::store::sqlite {

namespace {

constexpr qint64 NEARLY_FULL_BYTES = 256 * 1024;

// Whether the disk under a file is as good as full. SQLite tells ENOSPC from other faults only for
// plain writes: not when it grows the file that processes share, and not for a quota.
bool isNearlyFull(const QString& path)
{
    const QStorageInfo storage(QFileInfo(path).path());
    return storage.isValid() && storage.bytesAvailable() < NEARLY_FULL_BYTES;
}

} // namespace

std::unexpected<Error> movedAway(const QString& path)
{
    return retryableFailure(errors::STORE_UNAVAILABLE,
                            QStringLiteral("%1 was moved or deleted while Tamma used it; put it "
                                           "back, or end Tamma and restore a backup")
                                .arg(path),
                            {{QStringLiteral("file"), path}});
}

// Nobody has a file open that is made here: no lock of SQLite is lost by closing it.
void makePrivateFile(const QString& path)
{
    if (const int made
        = ::open(QFile::encodeName(path).constData(), O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600);
        made >= 0) {
        ::close(made);
    }
}

Error errorFrom(int extended, const QString& message, const QString& path)
{
    const int code
        = extended & 0xff; // The higher bytes say more about it (sqlite.org/rescode.html).
    const auto make = [&](ErrorCode kind, const char* advice, bool retryable) {
        return Error{kind,
                     QStringLiteral("%1: %2 [SQLite %3]: %4")
                         .arg(path, message, QString::number(extended), QLatin1StringView(advice)),
                     {{QStringLiteral("file"), path}},
                     retryable};
    };
    if (code == SQLITE_FULL
        || ((code == SQLITE_IOERR || code == SQLITE_CANTOPEN) && isNearlyFull(path))) {
        return make(errors::DISK_FULL, "free some space and try again; nothing was stored", true);
    }
    switch (code) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return make(errors::STORE_UNAVAILABLE, "another process holds the record; try again", true);
    case SQLITE_PERM:
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
        return make(errors::STORE_UNAVAILABLE,
                    "make the file and its folder writable, or set TAMMA_HOME to another folder",
                    false);
    case SQLITE_NOTADB:
        return make(errors::STORE_UNAVAILABLE,
                    "this file is no record of Tamma; move it away or set TAMMA_HOME", false);
    case SQLITE_CORRUPT:
        return make(errors::CORRUPT_EVENT,
                    "the record is damaged; keep a copy of it and of its -wal file, then restore a "
                    "backup or save what is left with the sqlite3 command .recover",
                    false);
    case SQLITE_CONSTRAINT:
        return make(errors::INVALID_ARGUMENT, "what was to be stored contradicts itself", false);
    default:
        return make(errors::STORE_UNAVAILABLE, "the record cannot be used now; try again",
                    code == SQLITE_IOERR);
    }
}

Rows::Rows(Connection& connection, const char* sql)
    : m_connection(connection)
    , m_sql(sql)
    , m_statement(connection.take(sql))
{
    if (m_statement == nullptr) {
        m_fault = connection.fault();
    }
}

Rows::Rows(Rows&& other) noexcept
    : m_connection(other.m_connection)
    , m_sql(other.m_sql)
    , m_statement(std::exchange(other.m_statement, nullptr))
    , m_fault(std::move(other.m_fault))
{
}

Rows::~Rows()
{
    if (m_statement != nullptr) {
        m_connection.giveBack(m_sql, m_statement);
    }
}

void Rows::check(int code)
{
    if (code != SQLITE_OK && !m_fault) {
        m_fault = m_connection.fault();
    }
}

void Rows::bind(int index, qint64 value)
{
    check(sqlite3_bind_int64(m_statement, index, value));
}

// The values may be temporary and the rows are read later: SQLite keeps a copy.
void Rows::bind(int index, QByteArrayView text)
{
    check(sqlite3_bind_text64(m_statement, index, text.data() == nullptr ? "" : text.data(),
                              static_cast<sqlite3_uint64>(text.size()), SQLITE_TRANSIENT,
                              SQLITE_UTF8));
}

void Rows::bind(int index, const Blob& blob)
{
    check(sqlite3_bind_blob64(m_statement, index,
                              blob.bytes.data() == nullptr ? "" : blob.bytes.data(),
                              static_cast<sqlite3_uint64>(blob.bytes.size()), SQLITE_TRANSIENT));
}

Result<bool> Rows::next()
{
    if (!m_fault) {
        const int code = sqlite3_step(m_statement);
        if (code == SQLITE_ROW || code == SQLITE_DONE) {
            return code == SQLITE_ROW;
        }
        m_fault = m_connection.fault();
    }
    return std::unexpected(*m_fault);
}

qint64 Rows::integer(int column) const
{
    return sqlite3_column_int64(m_statement, column);
}

QByteArrayView Rows::bytes(int column) const
{
    const void* data = sqlite3_column_blob(m_statement, column);
    return {static_cast<const char*>(data), sqlite3_column_bytes(m_statement, column)};
}

bool Rows::isBlob(int column) const
{
    return sqlite3_column_type(m_statement, column) == SQLITE_BLOB;
}

Connection::Connection(RecordFile file)
    : m_file(std::move(file))
{
}

Connection::~Connection()
{
    for (const auto& [sql, statements] : m_idle) {
        for (sqlite3_stmt* statement : statements) {
            sqlite3_finalize(statement);
        }
    }
    sqlite3_close(m_handle);
}

Result<std::unique_ptr<Connection>> Connection::open(const RecordFile& file)
{
    std::unique_ptr<Connection> connection(new Connection(file));
    QByteArray name = QUrl::fromLocalFile(file.path).toEncoded();
    int flags = SQLITE_OPEN_READONLY;
    if (file.access == Access::ReadWrite) {
        flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
        makePrivateFile(file.path);
    } else if (file.access == Access::Immutable) {
        name += "?immutable=1";
    }
    // No lock of its own: one thread at a time uses a connection.
    const int code = sqlite3_open_v2(
        name.constData(), &connection->m_handle,
        flags | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
    if (code != SQLITE_OK) {
        return std::unexpected(connection->fault());
    }
    sqlite3_busy_timeout(connection->m_handle, static_cast<int>(file.busyTimeout.count()));
    return connection;
}

Result<> Connection::requireInPlace() const
{
    int moved = 0;
    sqlite3_file_control(m_handle, "main", SQLITE_FCNTL_HAS_MOVED, &moved);
    return moved == 0 ? Result<>() : movedAway(m_file.path);
}

Error Connection::fault() const
{
    return errorFrom(sqlite3_extended_errcode(m_handle),
                     QString::fromUtf8(sqlite3_errmsg(m_handle)).trimmed(), m_file.path);
}

Result<> Connection::run(const QByteArray& sql)
{
    const int code = sqlite3_exec(m_handle, sql.constData(), nullptr, nullptr, nullptr);
    return code == SQLITE_OK ? Result<>() : std::unexpected(fault());
}

sqlite3_stmt* Connection::take(const char* sql)
{
    auto& idle = m_idle[sql];
    if (!idle.empty()) {
        sqlite3_stmt* statement = idle.back();
        idle.pop_back();
        return statement;
    }
    sqlite3_stmt* statement = nullptr;
    sqlite3_prepare_v3(m_handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
    return statement;
}

void Connection::giveBack(const char* sql, sqlite3_stmt* statement)
{
    sqlite3_reset(statement);
    m_idle[sql].push_back(statement);
}

} // namespace tamma::store::sqlite
