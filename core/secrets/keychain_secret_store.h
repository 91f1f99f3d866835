// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/secrets/secret_store.h"

#include <chrono>

namespace tamma::secrets {

/// Secrets in the keychain of the desktop: the Secret Service of GNOME and others, or KWallet.
///
/// Shape    Kept as "tamma" and the name. Keychains cannot be asked for all names: they are kept in
///          an entry of their own; two programs that keep new secrets at the same moment may leave
///          a name out of list(), never the secret.
/// Errors   SECRETS_UNAVAILABLE when there is no session bus or nobody answers on it;
///          SECRETS_DENIED when the person refused, or did not unlock it in time.
/// Threads  Any but the GUI thread. The event loop that keychains need turns in one thread of the
///          process: the caller waits, but nothing of the caller's is called meanwhile.
class KeychainSecretStore final : public SecretStore {
public:
    /// `patience` is how long a person has to unlock the keychain.
    explicit KeychainSecretStore(std::chrono::milliseconds patience = std::chrono::minutes(1))
        : m_patience(patience)
    {
    }

    [[nodiscard]] Result<QString> get(const QString& name) const override;
    [[nodiscard]] Result<QString> set(const QString& name, const QString& value) override;
    [[nodiscard]] Result<> remove(const QString& name) override;
    [[nodiscard]] Result<QList<SecretName>> list() const override;

private:
    [[nodiscard]] Result<QString> read(const QString& key) const;
    [[nodiscard]] Result<> write(const QString& key, const QString& value) const;
    [[nodiscard]] Result<QStringList> names() const;

    std::chrono::milliseconds m_patience;
};

} // namespace tamma::secrets
