// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/session.h"

#include <QString>

namespace tamma::cli {

/// What `tamma demo` was told.
struct DemoArguments {
    QString folder; ///< Empty: a fresh one among Tamma's data.
    bool approve = false; ///< Say yes to every question, so that the demo ends by itself.
};

[[nodiscard]] ExitCode runDemo(Session& session, const DemoArguments& arguments);

} // namespace tamma::cli
