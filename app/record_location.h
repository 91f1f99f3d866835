// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/paths.h"
#include "core/config/settings.h"

namespace tamma {

/// Where the record is: the database that `--database` or TAMMA_DATABASE names (Paths::database),
/// else the one of the settings, else the file.
[[nodiscard]] inline QString recordLocation(const Paths& paths, const config::Settings& settings)
{
    if (!paths.database.isEmpty()) {
        return paths.database;
    }
    return settings.database.isEmpty() ? paths.recordFile() : settings.database;
}

/// The same with the settings of the file; one that cannot be read names no database.
[[nodiscard]] QString recordLocation(const Paths& paths);

} // namespace tamma
