// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/hidden_characters.h"

namespace tamma {

namespace {

bool hidesMeaning(QChar character)
{
    const char16_t code = character.unicode();
    const bool controls
        = (code < 0x20 && code != u'\t' && code != u'\n') || (code >= 0x7f && code < 0xa0);
    const bool turns = code == 0x061c || code == 0x200e || code == 0x200f
        || (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);
    return controls || turns;
}

} // namespace

QString withoutHiddenCharacters(QString text)
{
    for (QChar& character : text) {
        character = hidesMeaning(character) ? QChar(QChar::ReplacementCharacter) : character;
    }
    return text;
}

} // namespace tamma
