// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/events/payloads/gate.h"
#include "core/gates/tamper/change_view.h"

namespace tamma::gates {

// The parts of the search for tampering. Each looks at one file, in view of the whole change.

using Tampering = QList<events::Finding>;

/// Tests that are gone, or that a marker keeps from running.
[[nodiscard]] Tampering lostTests(const ChangeView& change, const ChangedText& file);

/// Assertions that are gone, always true, weaker, or whose failure is caught.
[[nodiscard]] Tampering weakenedAssertions(const ChangeView& change, const ChangedText& file);

/// CI, gate and linter settings, limits, test scripts, commands that cannot fail.
[[nodiscard]] Tampering loosenedGates(const ChangeView& change, const ChangedText& file);

/// Silenced warnings, rewritten snapshots, product code that asks whether it is tested.
[[nodiscard]] Tampering hiddenFaults(const ChangeView& change, const ChangedText& file);

/// The text without numbers and quoted texts: two lines that differ in these alone are the same.
[[nodiscard]] QString withoutLiterals(const QString& line);

/// The numbers of a line, in order.
[[nodiscard]] QList<double> numbersIn(const QString& line);

} // namespace tamma::gates
