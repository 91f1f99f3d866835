// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

namespace tamma::git {

/// What would happen if a commit was merged now: tried in memory, nothing was written.
struct MergeForecast {
    QString baseBranch;
    QString baseCommit; ///< The tip of the branch that it was tried on.
    QString commit;
    bool alreadyMerged = false;
    int behind = 0; ///< Commits that the branch has and the work does not know.
    QStringList conflicts; ///< Files that both changed at the same place; empty: it merges cleanly.

    friend bool operator==(const MergeForecast&, const MergeForecast&) = default;
};

} // namespace tamma::git
