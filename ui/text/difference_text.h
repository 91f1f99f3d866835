// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/readmodels/differences.h"

namespace tamma::ui {

// What is different about one thing between two moments, in one line: "Build → Your approval,
// 1 attempt → 2 attempts". Empty when nothing is different that a person would care for.

[[nodiscard]] QString differenceText(const readmodels::RowChange<readmodels::LoopRow>& change);
[[nodiscard]] QString differenceText(const readmodels::RowChange<readmodels::Approval>& change);
[[nodiscard]] QString differenceText(const readmodels::RowChange<readmodels::IssueRow>& change);

/// One line for everything that is different: "#12 Add search: Build → Merged".
struct DifferenceLine {
    QString title; ///< "#12 Add search"
    QString text;
    LoopId loop; ///< Whose it is; empty for an issue without a loop.
    IssueId issue;

    friend bool operator==(const DifferenceLine&, const DifferenceLine&) = default;
};
[[nodiscard]] QList<DifferenceLine> differenceLines(const readmodels::Differences& differences);

} // namespace tamma::ui
