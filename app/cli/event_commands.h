// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/session.h"

#include <QString>
#include <QStringList>

namespace tamma::cli {

/// What `tamma events query`, `tail` and `show` were told.
struct EventArguments {
    QStringList types; ///< Any of them; none: every type.
    QStringList tags; ///< "key=value"; all of them.
    QStringList metadata; ///< "key=value"; all of them.
    qint64 after = -1; ///< Negative: query from the beginning, tail from now on.
    QString since; ///< Moments in ISO 8601; empty: no border.
    QString until;
    qint64 limit = -1; ///< Negative: no limit.
    bool newestFirst = false;
    QString name; ///< Position or id; for the schema a type.
    QString from; ///< Two positions or moments; an empty `to` is now.
    QString to;
};

[[nodiscard]] ExitCode queryEvents(Session& session, const EventArguments& arguments);
[[nodiscard]] ExitCode tailEvents(Session& session, const EventArguments& arguments);
[[nodiscard]] ExitCode showEvent(Session& session, const EventArguments& arguments);

/// Says what happened to issues, loops and approvals between two moments.
[[nodiscard]] ExitCode showDifferences(Session& session, const EventArguments& arguments);

/// Prints the JSON Schema of a type, or of all types, one an object.
[[nodiscard]] ExitCode showSchemas(Session& session, const EventArguments& arguments);

} // namespace tamma::cli
