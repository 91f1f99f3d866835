// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/events/payloads/gate.h"
#include "core/git/diff.h"

#include <QList>

namespace tamma::gates {

/// Looks in a change for what makes gates pass without mending anything: tests deleted, skipped or
/// weakened, limits lowered, CI and gate settings edited, failures hidden (`|| true`), warnings
/// silenced, snapshots rewritten, code that knows when it is tested.
///
/// Shape    Rules are called "tamper.*". Ordered by file. What goes along with honest work is left
///          out: a test that moves, is renamed, becomes a table or goes with its feature.
///          It reads lines, not meaning: an expectation that changes together with the product is
///          not seen, nor a product that answers its tests by heart.
/// Threads  Any.
[[nodiscard]] QList<events::Finding> tamperingIn(const QList<git::FileDiff>& change);

} // namespace tamma::gates
