// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/sqlite/sqlite_coordination.h"

#include "core/base/json.h"
#include "core/store/sqlite/connection.h"

#include <QDir>
#include <QFileInfo>

#include <mutex>

namespace tamma::store {

using sqlite::Blob;
using sqlite::Connection;
using sqlite::Rows;

namespace {

constexpr auto COORDINATION_TABLES = R"sql(
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
CREATE TABLE IF NOT EXISTS lease(name TEXT PRIMARY KEY, owner TEXT NOT NULL,
    generation INTEGER NOT NULL, expiry INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS job(number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE,
    repository TEXT NOT NULL, priority INTEGER NOT NULL, content TEXT NOT NULL,
    owner TEXT NOT NULL DEFAULT '', generation INTEGER NOT NULL DEFAULT 0,
    expiry INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE INDEX IF NOT EXISTS job_next ON job(priority DESC, number);
CREATE TABLE IF NOT EXISTS job_turn(repository TEXT PRIMARY KEY, turn INTEGER NOT NULL)
    STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS checkpoint(projection TEXT PRIMARY KEY, position INTEGER NOT NULL,
    version INTEGER NOT NULL, snapshot BLOB NOT NULL) STRICT, WITHOUT ROWID;
)sql";

#define TAMMA_NOW "CAST(unixepoch('subsec') * 1000 AS INTEGER)"

/// The one connection; a change is a transaction.
class File {
public:
    explicit File(std::unique_ptr<Connection> connection)
        : m_connection(std::move(connection))
    {
    }

    [[nodiscard]] Result<> change(const std::function<Result<>(Connection&)>& work)
    {
        const std::scoped_lock lock(m_mutex);
        TRY(m_connection->execute("BEGIN IMMEDIATE"));
        Result<> done = work(*m_connection);
        if (done) {
            done = m_connection->execute("COMMIT");
        }
        if (!done) {
            static_cast<void>(m_connection->execute("ROLLBACK")); // The first failure says more.
        }
        return done;
    }

    /// Runs one statement and says whether it gave a row.
    template <typename... Values>
    [[nodiscard]] Result<bool> affects(const char* sql, const Values&... values)
    {
        const std::scoped_lock lock(m_mutex);
        Rows rows = m_connection->query(sql, values...);
        TRY_ASSIGN(const bool found, rows.next());
        TRY(rows.next()); // To its end, which commits.
        return found;
    }

    /// Runs one statement that gives a lease or nothing.
    template <typename... Values>
    [[nodiscard]] Result<std::optional<Lease>> lease(const char* sql, const Values&... values)
    {
        const std::scoped_lock lock(m_mutex);
        Rows rows = m_connection->query(sql, values...);
        TRY_ASSIGN(const bool found, rows.next());
        if (!found) {
            return std::nullopt;
        }
        Lease lease = leaseOf(rows);
        TRY(rows.next());
        return lease;
    }

    static Lease leaseOf(const Rows& rows)
    {
        return {QString::fromUtf8(rows.bytes(0)), QString::fromUtf8(rows.bytes(1)), rows.integer(2),
                Timestamp(std::chrono::milliseconds(rows.integer(3)))};
    }

private:
    std::mutex m_mutex;
    std::unique_ptr<Connection> m_connection;
};

class SqliteLeaseStore final : public LeaseStore {
public:
    explicit SqliteLeaseStore(std::shared_ptr<File> file)
        : m_file(std::move(file))
    {
    }

    [[nodiscard]] Result<std::optional<Lease>> acquire(const QString& name, const QString& owner,
                                                       std::chrono::milliseconds duration) override
    {
        return m_file->lease(
            "INSERT INTO lease AS l VALUES (?1, ?2, 1, " TAMMA_NOW " + ?3) "
            "ON CONFLICT (name) DO UPDATE SET owner = ?2, expiry = excluded.expiry, "
            "generation = l.generation + NOT (l.owner = ?2 AND l.expiry > " TAMMA_NOW ") "
            "WHERE l.owner = ?2 OR l.expiry <= " TAMMA_NOW " "
            "RETURNING name, owner, generation, expiry",
            name.toUtf8(), owner.toUtf8(), duration.count());
    }

    [[nodiscard]] Result<std::optional<Lease>> renew(const Lease& lease,
                                                     std::chrono::milliseconds duration) override
    {
        return m_file->lease("UPDATE lease SET expiry = " TAMMA_NOW " + ?4 WHERE name = ?1 AND "
                             "owner = ?2 AND generation = ?3 AND expiry > " TAMMA_NOW " "
                             "RETURNING name, owner, generation, expiry",
                             lease.name.toUtf8(), lease.owner.toUtf8(), lease.generation,
                             duration.count());
    }

    // The row stays: it remembers the generation.
    [[nodiscard]] Result<bool> release(const Lease& lease) override
    {
        return m_file->affects("UPDATE lease SET expiry = 0, owner = '' WHERE name = ?1 AND "
                               "owner = ?2 AND generation = ?3 RETURNING 1",
                               lease.name.toUtf8(), lease.owner.toUtf8(), lease.generation);
    }

    [[nodiscard]] Result<std::optional<Lease>> holder(const QString& name) const override
    {
        return m_file->lease("SELECT name, owner, generation, expiry FROM lease WHERE name = ?1 "
                             "AND expiry > " TAMMA_NOW,
                             name.toUtf8());
    }

private:
    std::shared_ptr<File> m_file;
};

class SqliteJobQueue final : public JobQueue {
public:
    explicit SqliteJobQueue(std::shared_ptr<File> file)
        : m_file(std::move(file))
    {
    }

    [[nodiscard]] Result<bool> add(const Job& job) override
    {
        return m_file->affects("INSERT INTO job(name, repository, priority, content) "
                               "VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING RETURNING 1",
                               job.name.toUtf8(), job.repository.toUtf8(), job.priority,
                               json::compact(job.content));
    }

    [[nodiscard]] Result<std::optional<ClaimedJob>>
    claim(const QString& owner, std::chrono::milliseconds duration) override
    {
        std::optional<ClaimedJob> claimed;
        const auto done = m_file->change([&](Connection& connection) -> Result<> {
            TRY_ASSIGN(const qint64 number, nextNumber(connection));
            if (number == 0) {
                return {};
            }
            TRY(connection.execute("UPDATE job SET owner = ?, generation = generation + 1, "
                                   "expiry = " TAMMA_NOW " + ? WHERE number = ?",
                                   owner.toUtf8(), duration.count(), number));
            TRY(connection.execute(
                "INSERT INTO job_turn SELECT repository, (SELECT coalesce(max(turn), 0) + 1 FROM "
                "job_turn) FROM job WHERE number = ? ON CONFLICT DO UPDATE SET "
                "turn = excluded.turn",
                number));
            TRY_ASSIGN(claimed, read(connection, number));
            return {};
        });
        TRY(done);
        return claimed;
    }

    [[nodiscard]] Result<std::optional<Lease>> renew(const Lease& claim,
                                                     std::chrono::milliseconds duration) override
    {
        return m_file->lease("UPDATE job SET expiry = " TAMMA_NOW " + ?4 WHERE name = ?1 AND "
                             "owner = ?2 AND generation = ?3 AND expiry > " TAMMA_NOW " "
                             "RETURNING name, owner, generation, expiry",
                             claim.name.toUtf8(), claim.owner.toUtf8(), claim.generation,
                             duration.count());
    }

    [[nodiscard]] Result<bool> finish(const Lease& claim) override
    {
        return m_file->affects("DELETE FROM job WHERE name = ? AND owner = ? AND generation = ? "
                               "RETURNING 1",
                               claim.name.toUtf8(), claim.owner.toUtf8(), claim.generation);
    }

    [[nodiscard]] Result<bool> giveBack(const Lease& claim) override
    {
        return m_file->affects("UPDATE job SET expiry = 0, owner = '' WHERE name = ? AND owner = ? "
                               "AND generation = ? RETURNING 1",
                               claim.name.toUtf8(), claim.owner.toUtf8(), claim.generation);
    }

private:
    [[nodiscard]] static Result<qint64> nextNumber(Connection& connection)
    {
        return connection.number(
            "SELECT number FROM job LEFT JOIN (SELECT repository, count(*) AS jobs FROM job "
            "WHERE expiry > " TAMMA_NOW " GROUP BY 1) AS busy USING (repository) "
            "LEFT JOIN job_turn USING (repository) WHERE expiry <= " TAMMA_NOW " "
            "ORDER BY priority DESC, coalesce(busy.jobs, 0), coalesce(turn, 0), number LIMIT 1");
    }

    [[nodiscard]] static Result<ClaimedJob> read(Connection& connection, qint64 number)
    {
        Rows rows = connection.query("SELECT name, owner, generation, expiry, repository, "
                                     "priority, content FROM job WHERE number = ?",
                                     number);
        TRY(rows.next());
        TRY_ASSIGN(const QJsonObject content, json::parseObject(rows.bytes(6).toByteArray()));
        const Lease lease = File::leaseOf(rows);
        return ClaimedJob{{lease.name, QString::fromUtf8(rows.bytes(4)),
                           static_cast<int>(rows.integer(5)), content},
                          lease};
    }

    std::shared_ptr<File> m_file;
};

class SqliteCheckpointStore final : public CheckpointStore {
public:
    explicit SqliteCheckpointStore(std::shared_ptr<File> file)
        : m_file(std::move(file))
    {
    }

    [[nodiscard]] Result<std::optional<Checkpoint>> load(const QString& projection) const override
    {
        std::optional<Checkpoint> found;
        const auto done = m_file->change([&](Connection& connection) -> Result<> {
            Rows rows = connection.query("SELECT position, version, snapshot FROM checkpoint "
                                         "WHERE projection = ?",
                                         projection.toUtf8());
            TRY_ASSIGN(const bool isThere, rows.next());
            if (isThere) {
                found = Checkpoint{{rows.integer(0)},
                                   static_cast<int>(rows.integer(1)),
                                   rows.bytes(2).toByteArray()};
            }
            return {};
        });
        TRY(done);
        return found;
    }

    [[nodiscard]] Result<> move(const QString& projection, Position from,
                                const Checkpoint& to) override
    {
        const Blob snapshot{to.snapshot};
        const auto moved = from == Position{}
            ? m_file->affects("INSERT INTO checkpoint VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING "
                              "RETURNING 1",
                              projection.toUtf8(), to.position.value, to.version, snapshot)
            : m_file->affects("UPDATE checkpoint SET position = ?, version = ?, snapshot = ? "
                              "WHERE projection = ? AND position = ? RETURNING 1",
                              to.position.value, to.version, snapshot, projection.toUtf8(),
                              from.value);
        TRY(moved);
        return *moved ? Result<>() : movedByAnother(projection, from);
    }

private:
    std::shared_ptr<File> m_file;
};

} // namespace

Result<Coordination> openSqliteCoordination(const QString& path)
{
    QDir().mkpath(QFileInfo(path).absolutePath());
    TRY_ASSIGN(auto connection, Connection::open({path, std::chrono::seconds(5)}));
    TRY(connection->run(COORDINATION_TABLES));
    const auto file = std::make_shared<File>(std::move(connection));
    return Coordination{std::make_unique<SqliteLeaseStore>(file),
                        std::make_unique<SqliteJobQueue>(file),
                        std::make_unique<SqliteCheckpointStore>(file)};
}

} // namespace tamma::store
