// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/postgres/postgres_coordination.h"

#include "core/base/json.h"
#include "core/store/postgres/client/connection_pool.h"
#include "core/store/postgres/schema.h"

namespace tamma::store {

using postgres::Answer;
using postgres::Connection;
using postgres::ConnectionPool;
using postgres::Parameters;

namespace {

/// Asks one statement at a time, each a transaction of its own.
class Desk {
public:
    Desk(const postgres::ConnectionSetup& setup, const ConnectionPool::Bounds& bounds)
        : m_pool(setup, bounds)
    {
    }

    /// Only for what may be done twice: every statement here either changes nothing the second time
    /// or says that it is too late.
    [[nodiscard]] Result<Answer> ask(const QByteArray& sql, const Parameters& parameters)
    {
        Answer answer;
        const auto asked = m_pool.repeat([&](Connection& connection, int) -> Result<> {
            TRY_ASSIGN(answer, connection.run(sql, parameters));
            return {};
        });
        TRY(asked);
        return answer;
    }

    [[nodiscard]] ConnectionPool& pool() { return m_pool; }

private:
    ConnectionPool m_pool;
};

QString textOf(const Answer& answer, int column)
{
    return QString::fromUtf8(answer.bytes(0, column));
}

Parameters& text(Parameters& parameters, const QString& value)
{
    return parameters.text(value.toUtf8());
}

/// The columns name, owner, generation, expiry; nullopt without a row.
std::optional<Lease> leaseFrom(const Answer& answer)
{
    if (answer.rows() == 0) {
        return std::nullopt;
    }
    return Lease{textOf(answer, 0), textOf(answer, 1), answer.integer(0, 2),
                 Timestamp(std::chrono::milliseconds(answer.moment(0, 3)))};
}

Parameters naming(const Lease& lease)
{
    Parameters parameters;
    text(text(parameters, lease.name), lease.owner).integer(lease.generation);
    return parameters;
}

class PostgresLeaseStore final : public LeaseStore {
public:
    explicit PostgresLeaseStore(std::shared_ptr<Desk> desk)
        : m_desk(std::move(desk))
    {
    }

    [[nodiscard]] Result<std::optional<Lease>> acquire(const QString& name, const QString& owner,
                                                       std::chrono::milliseconds duration) override
    {
        Parameters parameters;
        text(text(parameters, name), owner).integer(duration.count());
        return m_desk
            ->ask("INSERT INTO leases AS l VALUES ($1, $2, 1, "
                  "clock_timestamp() + $3 * interval '1 millisecond') "
                  "ON CONFLICT (name) DO UPDATE SET owner = $2, expiry = excluded.expiry, "
                  "generation = l.generation + CASE WHEN l.owner = $2 AND "
                  "l.expiry > clock_timestamp() THEN 0 ELSE 1 END "
                  "WHERE l.owner = $2 OR l.expiry <= clock_timestamp() "
                  "RETURNING name, owner, generation, expiry",
                  parameters)
            .transform(leaseFrom);
    }

    [[nodiscard]] Result<std::optional<Lease>> renew(const Lease& lease,
                                                     std::chrono::milliseconds duration) override
    {
        return m_desk
            ->ask("UPDATE leases SET expiry = clock_timestamp() + $4 * interval '1 millisecond' "
                  "WHERE name = $1 AND owner = $2 AND generation = $3 AND "
                  "expiry > clock_timestamp() RETURNING name, owner, generation, expiry",
                  naming(lease).integer(duration.count()))
            .transform(leaseFrom);
    }

    // The row stays: it remembers the generation.
    [[nodiscard]] Result<bool> release(const Lease& lease) override
    {
        return m_desk
            ->ask("UPDATE leases SET expiry = '-infinity', owner = '' WHERE name = $1 AND "
                  "owner = $2 AND generation = $3 RETURNING name",
                  naming(lease))
            .transform([](const Answer& answer) { return answer.rows() > 0; });
    }

    [[nodiscard]] Result<std::optional<Lease>> holder(const QString& name) const override
    {
        Parameters parameters;
        return m_desk
            ->ask("SELECT name, owner, generation, expiry FROM leases WHERE name = $1 AND "
                  "expiry > clock_timestamp()",
                  text(parameters, name))
            .transform(leaseFrom);
    }

private:
    std::shared_ptr<Desk> m_desk;
};

// `FOR UPDATE SKIP LOCKED`: a worker does not wait for another one who looks at the same job. The
// turn of the repository moves in the same statement.
constexpr auto CLAIM = R"sql(
WITH busy AS (
    SELECT repository, count(*) AS jobs FROM jobs WHERE expiry > clock_timestamp() GROUP BY 1
), next AS (
    SELECT j.name FROM jobs AS j LEFT JOIN busy USING (repository)
        LEFT JOIN job_turns AS t USING (repository)
    WHERE j.expiry IS NULL OR j.expiry <= clock_timestamp()
    ORDER BY j.priority DESC, coalesce(busy.jobs, 0), coalesce(t.turn, 0), j.number
    LIMIT 1 FOR UPDATE OF j SKIP LOCKED
), claimed AS (
    UPDATE jobs SET owner = $1, generation = generation + 1,
        expiry = clock_timestamp() + $2 * interval '1 millisecond'
    FROM next WHERE jobs.name = next.name
    RETURNING jobs.name, owner, generation, expiry, repository, priority, content
), turned AS (
    INSERT INTO job_turns SELECT repository, nextval('job_turns_seq') FROM claimed
    ON CONFLICT (repository) DO UPDATE SET turn = excluded.turn
)
SELECT name, owner, generation, expiry, repository, priority, content FROM claimed
)sql";

class PostgresJobQueue final : public JobQueue {
public:
    explicit PostgresJobQueue(std::shared_ptr<Desk> desk)
        : m_desk(std::move(desk))
    {
    }

    [[nodiscard]] Result<bool> add(const Job& job) override
    {
        Parameters parameters;
        text(text(parameters, job.name), job.repository).integer(job.priority);
        parameters.text(json::compact(job.content));
        return m_desk
            ->ask("INSERT INTO jobs(name, repository, priority, content) "
                  "VALUES ($1, $2, $3, $4::jsonb) ON CONFLICT DO NOTHING RETURNING name",
                  parameters)
            .transform([](const Answer& answer) { return answer.rows() > 0; });
    }

    [[nodiscard]] Result<std::optional<ClaimedJob>>
    claim(const QString& owner, std::chrono::milliseconds duration) override
    {
        Parameters parameters;
        text(parameters, owner).integer(duration.count());
        Answer answer;
        // Not asked again when the answer is lost: that would claim a second job. The claim
        // expires.
        const auto asked = m_desk->pool().run([&](Connection& connection) -> Result<> {
            TRY_ASSIGN(answer, connection.run(CLAIM, parameters));
            return {};
        });
        TRY(asked);
        const auto lease = leaseFrom(answer);
        if (!lease) {
            return std::nullopt;
        }
        TRY_ASSIGN(const QJsonObject content, json::parseObject(answer.document(0, 6)));
        return ClaimedJob{
            {lease->name, textOf(answer, 4), static_cast<int>(answer.integer(0, 5)), content},
            *lease};
    }

    [[nodiscard]] Result<std::optional<Lease>> renew(const Lease& claim,
                                                     std::chrono::milliseconds duration) override
    {
        return m_desk
            ->ask("UPDATE jobs SET expiry = clock_timestamp() + $4 * interval '1 millisecond' "
                  "WHERE name = $1 AND owner = $2 AND generation = $3 AND "
                  "expiry > clock_timestamp() RETURNING name, owner, generation, expiry",
                  naming(claim).integer(duration.count()))
            .transform(leaseFrom);
    }

    [[nodiscard]] Result<bool> finish(const Lease& claim) override
    {
        return change("DELETE FROM jobs WHERE name = $1 AND owner = $2 AND generation = $3 "
                      "RETURNING name",
                      claim);
    }

    [[nodiscard]] Result<bool> giveBack(const Lease& claim) override
    {
        return change("UPDATE jobs SET expiry = NULL, owner = '' WHERE name = $1 AND owner = $2 "
                      "AND generation = $3 RETURNING name",
                      claim);
    }

private:
    [[nodiscard]] Result<bool> change(const QByteArray& sql, const Lease& claim)
    {
        return m_desk->ask(sql, naming(claim)).transform([](const Answer& answer) {
            return answer.rows() > 0;
        });
    }

    std::shared_ptr<Desk> m_desk;
};

class PostgresCheckpointStore final : public CheckpointStore {
public:
    explicit PostgresCheckpointStore(std::shared_ptr<Desk> desk)
        : m_desk(std::move(desk))
    {
    }

    [[nodiscard]] Result<std::optional<Checkpoint>> load(const QString& projection) const override
    {
        Parameters parameters;
        TRY_ASSIGN(const Answer answer,
                   m_desk->ask("SELECT position, version, snapshot FROM checkpoints WHERE "
                               "projection = $1",
                               text(parameters, projection)));
        if (answer.rows() == 0) {
            return std::nullopt;
        }
        return Checkpoint{{answer.integer(0, 0)},
                          static_cast<int>(answer.integer(0, 1)),
                          answer.bytes(0, 2).toByteArray()};
    }

    // One statement. After a lost answer the second try says POSITION_CONFLICT: load again.
    [[nodiscard]] Result<> move(const QString& projection, Position from,
                                const Checkpoint& to) override
    {
        Parameters parameters;
        text(parameters, projection).integer(from.value).integer(to.position.value);
        parameters.integer(to.version).bytes(to.snapshot.isNull() ? QByteArray("") : to.snapshot);
        TRY_ASSIGN(const Answer answer,
                   m_desk->ask(from == Position{}
                                   ? "INSERT INTO checkpoints SELECT $1, $3, $4, $5 WHERE $2 = 0 "
                                     "ON CONFLICT DO NOTHING RETURNING projection"
                                   : "UPDATE checkpoints SET position = $3, version = $4, "
                                     "snapshot = $5 WHERE projection = $1 AND position = $2 "
                                     "RETURNING projection",
                               parameters));
        return answer.rows() > 0 ? Result<>() : movedByAnother(projection, from);
    }

private:
    std::shared_ptr<Desk> m_desk;
};

} // namespace

Result<Coordination> openPostgresCoordination(const QString& url, const PasswordFor& passwordFor)
{
    TRY_ASSIGN(postgres::Location location, postgres::Location::parse(url));
    location.completeWith(passwordFor);
    const auto desk = std::make_shared<Desk>(postgres::ConnectionSetup{std::move(location)},
                                             ConnectionPool::Bounds{.connections = 4});
    TRY(desk->pool().run(postgres::prepareRecord));
    return Coordination{std::make_unique<PostgresLeaseStore>(desk),
                        std::make_unique<PostgresJobQueue>(desk),
                        std::make_unique<PostgresCheckpointStore>(desk)};
}

} // namespace tamma::store
