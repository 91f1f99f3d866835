// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/store/postgres/client/location.h"

#include <QByteArray>
#include <QList>

#include <memory>

namespace tamma::store {

/// A person as the record knows them: the name that stands in it for theirs, and the key of what
/// they wrote.
struct PersonKey {
    QString pseudonym; ///< See isPseudonym().
    QString name;
    QByteArray key; ///< crypto::KEY_SIZE bytes.

    [[nodiscard]] bool isWhole() const;

    friend bool operator==(const PersonKey&, const PersonKey&) = default;
};

/// Makes a person that nobody knows yet.
[[nodiscard]] PersonKey freshPerson(const QString& name);

/// Whether a text is a pseudonym: "person-" and 16 digits in hex.
[[nodiscard]] bool isPseudonym(const QString& text);

/// Keeps the keys of people beside a record, outside of its events: to destroy one makes everything
/// unreadable that was sealed with it, and changes no event.
///
/// Shape    One key for a name.
/// Errors   As EventStore.
/// Threads  Any; several processes may use the same keys.
class PersonKeys {
public:
    virtual ~PersonKeys() = default;

    [[nodiscard]] virtual Result<QList<PersonKey>> all() const = 0;

    /// Keeps a person, unless the name or the pseudonym is there already.
    [[nodiscard]] virtual Result<> add(const PersonKey& person) = 0;

    /// Destroys the key, as far as the database can: backups and logs of a server keep it until
    /// they are thrown away. Nothing happens when it is not there.
    [[nodiscard]] virtual Result<> destroy(const QString& pseudonym) = 0;
};

/// The keys in a file, which only its owner can read; made with the first person.
[[nodiscard]] std::unique_ptr<PersonKeys> personKeysInFile(const QString& file);

/// The keys in a table beside the record's. Fails as PostgresRecord::open() does for the URL.
[[nodiscard]] Result<std::unique_ptr<PersonKeys>>
personKeysInDatabase(const QString& url, const PasswordFor& passwordFor);

} // namespace tamma::store
