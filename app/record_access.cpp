// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/record_access.h"

#include "app/composition.h"
#include "core/base/log.h"
#include "core/secrets/secret_chain.h"

namespace tamma {

using namespace Qt::StringLiterals;

QString recordLocation(const Paths& paths, const config::Settings& settings)
{
    if (!paths.database.isEmpty()) {
        return paths.database;
    }
    return settings.database.isEmpty() ? paths.recordFile() : settings.database;
}

QString recordLocation(const Paths& paths)
{
    const auto settings = config::loadSettings(settingsFile(paths));
    return recordLocation(paths, settings.value_or(config::Settings()));
}

std::unique_ptr<secrets::SecretStore> secretsOf(const Paths& paths)
{
    return secrets::secretsOfThisMachine(paths.secretsFile());
}

QString passwordName(const QString& host, const QString& user, const QString& database)
{
    return u"database:%1@%2/%3"_s.arg(user, host, database);
}

store::PasswordFor passwordsOf(const Paths& paths)
{
    return [paths](const QString& host, const QString& user,
                   const QString& database) -> std::optional<QString> {
        const QString name = passwordName(host, user, database);
        auto password = secretsOf(paths)->get(name);
        if (password) {
            return *std::move(password);
        }
        if (password.error().code != errors::NOT_FOUND) {
            log::warning(u"A password could not be read."_s,
                         {{u"secret"_s, name},
                          {u"code"_s, password.error().code.text()},
                          {u"detail"_s, password.error().detail}});
        }
        return std::nullopt;
    };
}

Result<std::unique_ptr<store::SealedRecord>>
openRecordWithSecrets(const QString& location, const Paths& paths, bool readNewer)
{
    return store::openRecord(location, {readNewer, passwordsOf(paths)});
}

} // namespace tamma
