// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/architecture/source_tree.h"

namespace tamma::architecture {

/// Files and functions over their budget of lines; the rows of a data-driven test have none.
[[nodiscard]] QStringList tooLong(const SourceFile& file);

/// Interfaces with more pure functions than a reader (and a fake) can hold.
[[nodiscard]] QStringList tooWide(const SourceFile& file);

/// Classes and structs of a header that do not say what they are; nested ones are their owner's.
[[nodiscard]] QStringList withoutProse(const SourceFile& file);

/// A source without the licence in its first line; a header that could be read twice.
[[nodiscard]] QStringList wrongStart(const SourceFile& file);

/// A header whose own .cpp file does not include it first. That order makes every build prove
/// that the header stands alone.
[[nodiscard]] QStringList notFirst(const SourceFile& file);

} // namespace tamma::architecture
