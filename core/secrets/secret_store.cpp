// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/secrets/secret_store.h"

namespace tamma::secrets {

Result<> checkName(const QString& name)
{
    const bool isLine = std::ranges::none_of(
        name, [](QChar c) { return c.category() == QChar::Other_Control || c.isSurrogate(); });
    if (name.trimmed().isEmpty() || !isLine) {
        return failure(errors::INVALID_ARGUMENT,
                       QStringLiteral("a secret needs a name: letters, digits and signs"));
    }
    return {};
}

Result<> checkSecret(const QString& name, const QString& value)
{
    TRY(checkName(name));
    if (value.isEmpty()) {
        return failure(errors::INVALID_ARGUMENT,
                       QStringLiteral("the value of \"%1\" is empty").arg(name));
    }
    return {};
}

std::unexpected<Error> noSecret(const QString& name)
{
    return failure(errors::NOT_FOUND, QStringLiteral("there is no secret \"%1\"").arg(name));
}

} // namespace tamma::secrets
