// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/personal/person_keys.h"

#include "core/store/crypto.h"

#include <QRegularExpression>

namespace tamma::store {

bool PersonKey::isWhole() const
{
    return isPseudonym(pseudonym) && !name.isEmpty() && key.size() == crypto::KEY_SIZE;
}

PersonKey freshPerson(const QString& name)
{
    return {QStringLiteral("person-") + QString::fromLatin1(crypto::randomBytes(8).toHex()), name,
            crypto::randomBytes(crypto::KEY_SIZE)};
}

bool isPseudonym(const QString& text)
{
    static const QRegularExpression form(QStringLiteral("\\Aperson-[0-9a-f]{16}\\z"));
    return text.startsWith(QLatin1StringView("person-")) && form.match(text).hasMatch();
}

} // namespace tamma::store
