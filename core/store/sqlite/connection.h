// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QString>

#include <chrono>
#include <concepts>
#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

struct sqlite3;
struct sqlite3_stmt;

namespace tamma::store::sqlite {

/// What a connection may do with the file.
enum class Access {
    ReadWrite,
    ReadOnly,
    Immutable, ///< The file alone as it lies there: no lock, no log, nothing is made beside it.
};

/// Where the record is, and how long a connection waits for another process to let go of it.
struct RecordFile {
    QString path;
    std::chrono::milliseconds busyTimeout;
    Access access = Access::ReadWrite;
};

/// Bytes that are bound as a BLOB; a plain QByteArrayView is bound as TEXT in UTF-8.
struct Blob {
    QByteArrayView bytes;
};

/// What is said of a record that was moved or deleted while it was used.
[[nodiscard]] std::unexpected<Error> movedAway(const QString& path);

/// Makes an empty file that only its owner can read and write, unless there is one.
void makePrivateFile(const QString& path);

class Connection;

/// The rows of a statement that runs; it ends with this object.
///
/// Errors   Those of the connection; also when the statement could not be prepared.
class Rows {
public:
    Rows(Rows&& other) noexcept;
    Rows& operator=(Rows&&) = delete;
    ~Rows();

    /// Goes to the next row; false after the last one.
    [[nodiscard]] Result<bool> next();

    // Of the row that next() went to; columns count from 0. Bytes live until the next call.
    [[nodiscard]] qint64 integer(int column) const;
    [[nodiscard]] QByteArrayView bytes(int column) const;
    [[nodiscard]] bool isBlob(int column) const;

private:
    friend class Connection;
    Rows(Connection& connection, const char* sql);

    void bind(int index, qint64 value);
    void bind(int index, QByteArrayView text);
    void bind(int index, const Blob& blob);
    void check(int code);

    Connection& m_connection;
    const char* m_sql;
    sqlite3_stmt* m_statement = nullptr;
    std::optional<Error> m_fault;
};

/// One connection to a record by SQLite's C interface, with its prepared statements.
///
/// Shape    Nobody opens the file in any other way while a process may have a connection to it: a
///          process that closes a file loses all its POSIX locks on it (sqlite.org/howtocorrupt,
///          section 2.2), and then another one would delete a log that is still written to.
/// Errors   Every function fails as errorFrom() tells them apart.
/// Threads  One at a time, any.
class Connection {
public:
    /// Opens the file; a missing one is made, empty and private, unless it is for reading only.
    [[nodiscard]] static Result<std::unique_ptr<Connection>> open(const RecordFile& file);
    ~Connection();
    Q_DISABLE_COPY_MOVE(Connection)

    /// Runs statements that have no values and give no rows.
    [[nodiscard]] Result<> run(const QByteArray& sql);

    /// Starts a statement; it is prepared once. `sql` is a literal.
    template <typename... Values> [[nodiscard]] Rows query(const char* sql, const Values&... values)
    {
        Rows rows(*this, sql);
        int index = 0;
        (rows.bind(++index, plain(values)), ...);
        return rows;
    }

    /// Runs a statement that gives no rows.
    template <typename... Values>
    [[nodiscard]] Result<> execute(const char* sql, const Values&... values)
    {
        return query(sql, values...).next().transform([](bool) { });
    }

    /// Returns the first column of the first row, or 0 when there is no row.
    template <typename... Values>
    [[nodiscard]] Result<qint64> number(const char* sql, const Values&... values)
    {
        Rows rows = query(sql, values...);
        return rows.next().transform([&](bool found) { return found ? rows.integer(0) : 0; });
    }

    /// Fails with STORE_UNAVAILABLE when the file that is open is no longer the one of that name:
    /// somebody moved or deleted it, and what is written to it nobody finds again.
    [[nodiscard]] Result<> requireInPlace() const;

    [[nodiscard]] const QString& path() const { return m_file.path; }

private:
    friend class Rows;
    explicit Connection(RecordFile file);

    static qint64 plain(std::integral auto value) { return value; }
    static QByteArrayView plain(const QByteArray& text) { return text; }
    static Blob plain(const Blob& blob) { return blob; }

    [[nodiscard]] sqlite3_stmt* take(const char* sql);
    void giveBack(const char* sql, sqlite3_stmt* statement);
    [[nodiscard]] Error fault() const;

    RecordFile m_file;
    sqlite3* m_handle = nullptr;
    std::unordered_map<const char*, std::vector<sqlite3_stmt*>> m_idle; // By the literal's place.
};

/// Returns what `work`, which reads, returns; all that it reads is of the same moment.
template <typename Work> auto asOneSnapshot(Connection& connection, const Work& work)
{
    using Answer = decltype(work());
    if (auto begun = connection.execute("BEGIN"); !begun) {
        return Answer(std::unexpected(std::move(begun).error()));
    }
    Answer answer = work();
    const auto ended = connection.execute("COMMIT");
    return answer && !ended ? Answer(std::unexpected(ended.error())) : answer;
}

/// Says what a failure of SQLite (an extended result code) means for the caller: DISK_FULL
/// (retryable, once there is space), STORE_UNAVAILABLE (retryable when another process held the
/// file too long; not when the file or its folder cannot be written or is no database),
/// CORRUPT_EVENT (the file is damaged), INVALID_ARGUMENT (two rows that exclude each other).
[[nodiscard]] Error errorFrom(int code, const QString& message, const QString& path);

} // namespace tamma::store::sqlite
