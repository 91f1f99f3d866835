// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/events/ids.h"

#include <QString>

namespace tamma::events {

/// A person brought work back that Tamma had kept: as a branch or as a folder of files.
struct WorkRestored {
    LoopId loopId; ///< Whose work it is.
    QString repository;
    QString ref; ///< Under which it is kept; it stays there.
    QString commit;
    QString branch; ///< Empty for a folder.
    QString folder; ///< Empty for a branch.
    QString by;

    friend bool operator==(const WorkRestored&, const WorkRestored&) = default;
};

/// The person took the branch back; what is kept is still kept.
struct WorkRestoreUndone {
    LoopId loopId;
    QString repository;
    QString ref;
    QString branch;
    QString by;

    friend bool operator==(const WorkRestoreUndone&, const WorkRestoreUndone&) = default;
};

} // namespace tamma::events
