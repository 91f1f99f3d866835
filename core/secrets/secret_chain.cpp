// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/secrets/secret_chain.h"

#include "core/secrets/environment_secret_store.h"
#include "core/secrets/file_secret_store.h"
#include "core/secrets/keychain_secret_store.h"

namespace tamma::secrets {

namespace {

bool isAbsent(const Error& error)
{
    return error.code == errors::NOT_FOUND || error.code == errors::SECRETS_UNAVAILABLE;
}

} // namespace

Result<QString> SecretChain::get(const QString& name) const
{
    Result<QString> answer = noSecret(name);
    for (const auto& place : m_places) {
        auto found = place->get(name);
        if (found) {
            return found;
        }
        if (!isAbsent(found.error()) && answer.error().code == errors::NOT_FOUND) {
            answer = std::move(found);
        }
    }
    return answer;
}

Result<QString> SecretChain::set(const QString& name, const QString& value)
{
    TRY(checkSecret(name, value));
    Result<QString> answer = failure(errors::SECRETS_UNAVAILABLE);
    for (const auto& place : m_places) {
        answer = place->set(name, value);
        const bool cannot = !answer
            && (answer.error().code == errors::SECRETS_UNAVAILABLE
                || answer.error().code == errors::INVALID_ARGUMENT);
        if (!cannot) {
            break;
        }
    }
    return answer;
}

Result<> SecretChain::remove(const QString& name)
{
    Result<> answer = noSecret(name);
    bool isRemoved = false;
    for (const auto& place : m_places) {
        const auto removed = place->remove(name);
        isRemoved |= removed.has_value();
        if (!removed && !isAbsent(removed.error())) {
            answer = removed;
        }
    }
    return isRemoved && answer.error().code == errors::NOT_FOUND ? Result<>() : answer;
}

Result<QList<SecretName>> SecretChain::list() const
{
    QList<SecretName> all;
    for (const auto& place : m_places) {
        const auto found = place->list();
        if (!found && !isAbsent(found.error())) {
            return found;
        }
        all += found.value_or(QList<SecretName>());
    }
    return all;
}

std::unique_ptr<SecretStore> secretsOfThisMachine(const QString& file)
{
    std::vector<std::unique_ptr<SecretStore>> places;
    places.push_back(std::make_unique<EnvironmentSecretStore>());
    places.push_back(std::make_unique<KeychainSecretStore>());
    places.push_back(std::make_unique<FileSecretStore>(file));
    return std::make_unique<SecretChain>(std::move(places));
}

} // namespace tamma::secrets
