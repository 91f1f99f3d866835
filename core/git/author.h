// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"

#include <QString>

namespace tamma::git {

/// Who makes a commit, and when: the same author and content give the same hash.
///
/// Shape    Name and email must not be empty and hold no '<' or '>'.
struct Author {
    QString name;
    QString email;
    Timestamp when{}; ///< From the caller's Clock; git keeps whole seconds.
};

} // namespace tamma::git
