// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/personal/person_keys.h"
#include "core/store/postgres/client/connection_pool.h"

namespace tamma::store {

namespace {

class PostgresPersonKeys final : public PersonKeys {
public:
    explicit PostgresPersonKeys(const postgres::ConnectionSetup& setup)
        : m_pool(setup, postgres::ConnectionPool::Bounds{.connections = 2})
    {
    }

    [[nodiscard]] Result<QList<PersonKey>> all() const override
    {
        QList<PersonKey> people;
        const auto done = m_pool.repeat([&](postgres::Connection& connection, int) -> Result<> {
            people.clear();
            TRY_ASSIGN(const postgres::Answer rows,
                       connection.run("SELECT pseudonym, name, key FROM person_keys"));
            for (int row = 0; row < rows.rows(); ++row) {
                people.append({QString::fromUtf8(rows.bytes(row, 0)),
                               QString::fromUtf8(rows.bytes(row, 1)),
                               rows.bytes(row, 2).toByteArray()});
            }
            return {};
        });
        TRY(done);
        return people;
    }

    [[nodiscard]] Result<> add(const PersonKey& person) override
    {
        return m_pool.repeat([&](postgres::Connection& connection, int) -> Result<> {
            const auto values = postgres::Parameters()
                                    .text(person.pseudonym.toUtf8())
                                    .text(person.name.toUtf8())
                                    .bytes(person.key);
            TRY(connection.run("INSERT INTO person_keys VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
                               values));
            return {};
        });
    }

    // The vacuum takes the row out of the table's file; of the server's log it takes nothing.
    [[nodiscard]] Result<> destroy(const QString& pseudonym) override
    {
        return m_pool.repeat([&](postgres::Connection& connection, int) -> Result<> {
            TRY(connection.run("DELETE FROM person_keys WHERE pseudonym = $1",
                               postgres::Parameters().text(pseudonym.toUtf8())));
            return connection.runScript("VACUUM (FULL) person_keys");
        });
    }

private:
    mutable postgres::ConnectionPool m_pool;
};

} // namespace

Result<std::unique_ptr<PersonKeys>> personKeysInDatabase(const QString& url,
                                                         const PasswordFor& passwordFor)
{
    TRY_ASSIGN(postgres::Location location, postgres::Location::parse(url));
    location.completeWith(passwordFor);
    return std::make_unique<PostgresPersonKeys>(postgres::ConnectionSetup{std::move(location)});
}

} // namespace tamma::store
