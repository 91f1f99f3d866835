// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/request.h"

namespace tamma::cli {

/// Adds `tamma events`.
void addEvents(CLI::App& app, Request& request);

/// Adds `tamma record`.
void addRecord(CLI::App& app, Request& request);

} // namespace tamma::cli
