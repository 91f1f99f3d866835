// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/secrets/secret_store.h"

#include <memory>
#include <vector>

namespace tamma::secrets {

/// Several places of secrets, looked at in order.
///
/// Shape    get() gives the first value that is found. A place that is not available is passed by;
///          one that is locked or exposed is told only when the secret is nowhere else. set() takes
///          the first place that can be changed, and passes by none that is locked: a secret never
///          goes to a worse place because nobody was there to unlock the better one.
class SecretChain final : public SecretStore {
public:
    explicit SecretChain(std::vector<std::unique_ptr<SecretStore>> places)
        : m_places(std::move(places))
    {
    }

    [[nodiscard]] Result<QString> get(const QString& name) const override;
    [[nodiscard]] Result<QString> set(const QString& name, const QString& value) override;

    /// Forgets it in every place. Fails when it is still there afterwards.
    [[nodiscard]] Result<> remove(const QString& name) override;
    [[nodiscard]] Result<QList<SecretName>> list() const override;

private:
    std::vector<std::unique_ptr<SecretStore>> m_places;
};

/// The places of this machine: the environment, the keychain, and `file`.
[[nodiscard]] std::unique_ptr<SecretStore> secretsOfThisMachine(const QString& file);

} // namespace tamma::secrets
