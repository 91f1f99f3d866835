// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/intelligence/breaking_change.h"

namespace tamma::intelligence {

// What others rely on besides declarations in code. Each looks at texts, not at programs.

/// Migrations (every one of them, new ones too) and SQL statements that destroy or narrow.
[[nodiscard]] QList<BreakingHit> databaseChanges(const git::FileDiff& diff);

/// Keys of files with settings and of templates for the environment that are gone; features, entry
/// points and programs that a manifest offers, too.
[[nodiscard]] QList<BreakingHit> goneSettings(const git::FileDiff& diff);

/// A version in the project's manifest whose first number grew.
[[nodiscard]] QList<BreakingHit> newMajorVersion(const git::FileDiff& diff);

} // namespace tamma::intelligence
