// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/readmodels/loops.h"

#include <array>

namespace tamma::ui {

/// The columns of the board, from left to right.
enum class BoardColumn { NeedsYou, Running, Queued, Finished };

inline constexpr int BOARD_COLUMNS = 4;

[[nodiscard]] BoardColumn columnOf(const readmodels::LoopRow& loop);

/// The loops of each column, in the order of the board: who waits longest stands first in the first
/// three, who ended last stands first in the last. Loops that began together keep their order.
[[nodiscard]] std::array<QList<readmodels::LoopRow>, BOARD_COLUMNS>
boardOf(const QList<readmodels::LoopRow>& loops);

} // namespace tamma::ui
