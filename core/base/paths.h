// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace tamma {

/// Where Tamma keeps its files and its record: the XDG base directories, or everything under
/// TAMMA_HOME when that variable is set. Nothing is created by asking; the writer of a file makes
/// its folder.
///
/// Shape    Absolute paths without a trailing slash.
struct Paths {
    QString config; ///< What people edit: settings.
    QString data; ///< What must survive: the record, worktrees, recordings, what agents said.
    QString cache; ///< What can be deleted at any time: build caches of the gates.
    QString state; ///< Logs and window geometry.
    QString database = {}; ///< URL of the database with the record; empty: see the settings.

    /// Reads the environment once. `TAMMA_HOME` wins over the XDG variables; `TAMMA_DATABASE` names
    /// the database.
    [[nodiscard]] static Paths fromEnvironment();

    [[nodiscard]] QString recordFile() const { return data + QStringLiteral("/record.sqlite"); }
    [[nodiscard]] QString secretsFile() const { return config + QStringLiteral("/secrets.json"); }
    [[nodiscard]] QString worktrees() const { return data + QStringLiteral("/worktrees"); }
    [[nodiscard]] QString snapshots() const { return cache + QStringLiteral("/snapshots"); }
    [[nodiscard]] QString sessions() const { return data + QStringLiteral("/sessions"); }
    [[nodiscard]] QString recordings() const { return data + QStringLiteral("/recordings"); }
};

} // namespace tamma
