// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/events/payloads/gate.h"
#include "core/git/diff.h"

#include <QList>

namespace tamma::gates {

/// Lists what a change does to the packages that the project uses, one finding ("low") a package:
/// "dependency.added", "dependency.removed", "dependency.changed" with both versions. A lock file
/// is one finding, with the number of its changed lines.
///
/// Shape    npm, pip, Poetry, Go, Cargo, Maven, Gradle, Ruby, Composer, NuGet, Conan, vcpkg.
[[nodiscard]] QList<events::Finding> dependencyChanges(const QList<git::FileDiff>& change);

} // namespace tamma::gates
