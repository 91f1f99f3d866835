// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QStringList>

namespace tamma::io {

/// Returns the absolute path of an executable: first in `extraFolders`, then in PATH. A name with a
/// slash is checked as it stands. Fails with PROGRAM_NOT_FOUND; tell the user what to install.
[[nodiscard]] Result<QString> findProgram(const QString& name,
                                          const QStringList& extraFolders = {});

} // namespace tamma::io
