// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/paths.h"
#include "core/config/settings.h"
#include "core/secrets/secret_store.h"
#include "core/store/open_record.h"

namespace tamma {

/// Where the record is: the database that `--database` or TAMMA_DATABASE names (Paths::database),
/// else the one of the settings, else the file.
[[nodiscard]] QString recordLocation(const Paths& paths, const config::Settings& settings);

/// The same with the settings of the file; one that cannot be read names no database.
[[nodiscard]] QString recordLocation(const Paths& paths);

/// The secrets of this user on this machine.
[[nodiscard]] std::unique_ptr<secrets::SecretStore> secretsOf(const Paths& paths);

/// The name of a database password among the secrets: "database:ann@db.example.org/tamma".
[[nodiscard]] QString passwordName(const QString& host, const QString& user,
                                   const QString& database);

/// Gives passwords of databases from the secrets; a keychain that is locked is in the log.
[[nodiscard]] store::PasswordFor passwordsOf(const Paths& paths);

/// Opens a record; a password that its URL and the environment of PostgreSQL leave out comes from
/// the secrets. Fails as store::openRecord() does.
[[nodiscard]] Result<std::unique_ptr<store::SealedRecord>>
openRecordWithSecrets(const QString& location, const Paths& paths, bool readNewer = false);

} // namespace tamma
