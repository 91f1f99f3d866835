// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

namespace tamma::gates {

/// Whether a path fits a glob: `*` and `?` stay inside a folder, `**` does not; a glob without a
/// slash fits the name in any folder.
[[nodiscard]] bool fitsGlob(const QString& path, const QString& glob);
[[nodiscard]] bool fitsAnyGlob(const QString& path, const QStringList& globs);

} // namespace tamma::gates
