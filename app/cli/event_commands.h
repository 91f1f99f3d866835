// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/session.h"

#include <QString>
#include <QStringList>

namespace tamma::cli {

/// What `tamma events query` was told.
struct EventArguments {
    QStringList types; ///< Any of them; none: every type.
    QStringList tags; ///< "key=value"; all of them.
    qint64 after = 0;
    qint64 limit = -1; ///< Negative: no limit.
};

[[nodiscard]] ExitCode queryEvents(Session& session, const EventArguments& arguments);

} // namespace tamma::cli
