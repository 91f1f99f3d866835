// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace tamma {

/// Returns `text` with U+FFFD in the place of every character that can make it look like another
/// text: control characters but line end and tab, and marks that turn the direction of writing.
[[nodiscard]] QString withoutHiddenCharacters(QString text);

} // namespace tamma
