// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/secrets/secret_store.h"

namespace tamma::secrets {

/// Secrets that whoever starts Tamma hands over in environment variables: containers, CI.
///
/// Shape    The variable of "database:ann@host/tamma" is TAMMA_SECRET_DATABASE_ANN_HOST_TAMMA:
///          capitals, and an underscore for everything but letters and digits. An empty one is as
///          if it was not there. Only for reading.
class EnvironmentSecretStore final : public SecretStore {
public:
    [[nodiscard]] static QString variableOf(const QString& name);

    [[nodiscard]] Result<QString> get(const QString& name) const override;
    [[nodiscard]] Result<QString> set(const QString& name, const QString& value) override;
    [[nodiscard]] Result<> remove(const QString& name) override;

    /// Returns the variables themselves: the names behind them cannot be told.
    [[nodiscard]] Result<QList<SecretName>> list() const override;
};

} // namespace tamma::secrets
