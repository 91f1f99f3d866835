// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/architecture/source_tree.h"

namespace tamma::architecture {

/// Names and calls that the house does not use, each with the reason and the replacement.
[[nodiscard]] QStringList bannedWords(const SourceFile& file);

} // namespace tamma::architecture
