// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/secrets/secret_store.h"

#include <QJsonObject>

#include <functional>

namespace tamma::secrets {

/// Secrets in a file that only its owner can read, for machines without a keychain. They lie in it
/// as they are: whoever may read the owner's files can read them.
///
/// Shape    One JSON object, name to value; permissions 0600. A file that others can read or that
///          belongs to somebody else is refused with SECRETS_EXPOSED and never made right silently:
///          what was open may have been read.
/// Errors   FILE_READ_FAILED, FILE_WRITE_FAILED, DISK_FULL, INVALID_JSON beside those of
///          SecretStore.
/// Threads  Any; several processes may change one file.
class FileSecretStore final : public SecretStore {
public:
    explicit FileSecretStore(QString file)
        : m_file(std::move(file))
    {
    }

    [[nodiscard]] Result<QString> get(const QString& name) const override;
    [[nodiscard]] Result<QString> set(const QString& name, const QString& value) override;
    [[nodiscard]] Result<> remove(const QString& name) override;
    [[nodiscard]] Result<QList<SecretName>> list() const override;

private:
    [[nodiscard]] Result<QJsonObject> read() const;
    [[nodiscard]] Result<> change(const std::function<Result<>(QJsonObject&)>& work) const;
    [[nodiscard]] Result<> write(const QJsonObject& secrets) const;

    QString m_file;
};

} // namespace tamma::secrets
