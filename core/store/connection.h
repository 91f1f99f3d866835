// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QSqlDatabase>
#include <QSqlQuery>
#include <QString>
#include <QVariantList>

#include <chrono>
#include <functional>
#include <memory>
#include <unordered_map>

namespace tamma::store {

/// Where the record is, and how long a connection waits for another process to let go of it.
struct RecordFile {
    QString path;
    std::chrono::milliseconds busyTimeout;
};

/// One QtSql connection to a record, with its prepared statements.
///
/// Errors   As errorFrom() tells them apart; every function fails with these.
/// Threads  Only the thread that opened it, which also destroys it: QtSql binds connections so.
class Connection {
public:
    using Row = std::function<void(const QSqlQuery&)>;

    /// Opens the file for reading and writing; a missing one is made, empty.
    [[nodiscard]] static Result<std::unique_ptr<Connection>> open(const RecordFile& file);
    ~Connection();

    /// Runs a statement that gives no rows.
    [[nodiscard]] Result<> execute(const QString& sql, const QVariantList& values = {});

    /// Calls `row` for every row of the answer. Nothing stays open, so checkpoints never wait.
    [[nodiscard]] Result<> select(const QString& sql, const QVariantList& values, const Row& row);

    /// Returns the first column of the first row, or 0 when there is no row.
    [[nodiscard]] Result<qint64> number(const QString& sql, const QVariantList& values = {});

private:
    explicit Connection(RecordFile file);

    [[nodiscard]] Result<QSqlQuery*> run(const QString& sql, const QVariantList& values);

    RecordFile m_file;
    QString m_name;
    QSqlDatabase m_database;
    std::unordered_map<QString, QSqlQuery> m_prepared; // By their text; bounded, see run().
};

/// Says what a failure of SQLite means for the caller: DISK_FULL (retryable, once there is space),
/// STORE_UNAVAILABLE (retryable when another process held the file too long; not when the file or
/// its folder cannot be written or is no database), CORRUPT_EVENT (the file is damaged).
[[nodiscard]] Error errorFrom(const QSqlError& error, const QString& path);

/// Returns whether the disk under a file is as good as full. SQLite tells ENOSPC from other faults
/// only for plain writes: not when it grows the file that processes share, and not for a quota.
[[nodiscard]] bool isNearlyFull(const QString& path);

} // namespace tamma::store
