// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/personal/person_keys.h"

#include "core/store/crypto.h"

#include <algorithm>

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
    constexpr QLatin1StringView PREFIX("person-");
    constexpr qsizetype DIGITS = 16;
    return text.size() == PREFIX.size() + DIGITS && text.startsWith(PREFIX)
        && std::all_of(text.begin() + PREFIX.size(), text.end(), [](QChar c) {
               return (c >= u'0' && c <= u'9') || (c >= u'a' && c <= u'f');
           });
}

} // namespace tamma::store
