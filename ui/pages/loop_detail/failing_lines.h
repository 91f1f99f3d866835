// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/events/payloads/gate.h"
#include "ui/diff/line_index.h"

namespace tamma::ui {

/// Returns the lines of a gate's log, from 0 and in order, where it says what failed: those that
/// name a finding's file and line or carry its message; where there are none, those that speak of
/// an error or a failure; and otherwise the last one that is not blank. Empty for an empty log.
///
/// Threads  Any; takes some milliseconds for a long log.
[[nodiscard]] QList<int> failingLines(const LineIndex& log, const QList<events::Finding>& findings);

} // namespace tamma::ui
