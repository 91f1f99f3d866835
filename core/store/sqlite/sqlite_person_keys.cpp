// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/personal/person_keys.h"
#include "core/store/sqlite/connection.h"

#include <QFile>

#include <mutex>

namespace tamma::store {

namespace {

// No write-ahead log: a key that was destroyed must not stay in one. What is deleted is
// overwritten.
constexpr auto PERSON_TABLE = R"sql(
PRAGMA journal_mode = DELETE;
PRAGMA synchronous = FULL;
PRAGMA secure_delete = ON;
CREATE TABLE IF NOT EXISTS person(pseudonym TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE,
    key BLOB NOT NULL) STRICT;
)sql";

class SqlitePersonKeys final : public PersonKeys {
public:
    explicit SqlitePersonKeys(QString file)
        : m_file(std::move(file))
    {
    }

    [[nodiscard]] Result<QList<PersonKey>> all() const override
    {
        const std::scoped_lock lock(m_mutex);
        if (!m_connection && !QFile::exists(m_file)) {
            return QList<PersonKey>();
        }
        TRY(open());
        QList<PersonKey> people;
        sqlite::Rows rows = m_connection->query("SELECT pseudonym, name, key FROM person");
        while (true) {
            TRY_ASSIGN(const bool found, rows.next());
            if (!found) {
                return people;
            }
            people.append({QString::fromUtf8(rows.bytes(0)), QString::fromUtf8(rows.bytes(1)),
                           rows.bytes(2).toByteArray()});
        }
    }

    [[nodiscard]] Result<> add(const PersonKey& person) override
    {
        const std::scoped_lock lock(m_mutex);
        TRY(open());
        return m_connection->execute("INSERT INTO person VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                                     person.pseudonym.toUtf8(), person.name.toUtf8(),
                                     sqlite::Blob{person.key});
    }

    [[nodiscard]] Result<> destroy(const QString& pseudonym) override
    {
        const std::scoped_lock lock(m_mutex);
        TRY(open());
        return m_connection->execute("DELETE FROM person WHERE pseudonym = ?", pseudonym.toUtf8());
    }

private:
    [[nodiscard]] Result<> open() const
    {
        if (m_connection) {
            return {};
        }
        TRY_ASSIGN(auto connection, sqlite::Connection::open({m_file, std::chrono::seconds(5)}));
        TRY(connection->run(PERSON_TABLE));
        m_connection = std::move(connection);
        return {};
    }

    QString m_file;
    mutable std::mutex m_mutex;
    mutable std::unique_ptr<sqlite::Connection> m_connection;
};

} // namespace

std::unique_ptr<PersonKeys> personKeysInFile(const QString& file)
{
    return std::make_unique<SqlitePersonKeys>(file);
}

} // namespace tamma::store
