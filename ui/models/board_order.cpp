// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/board_order.h"

namespace tamma::ui {

using readmodels::LoopRow;
using workflow::LoopStatus;

BoardColumn columnOf(const LoopRow& loop)
{
    switch (loop.status) {
    case LoopStatus::NeedsYou:
        return BoardColumn::NeedsYou;
    case LoopStatus::Running:
        return BoardColumn::Running;
    case LoopStatus::Unknown:
    case LoopStatus::Queued:
    case LoopStatus::Paused:
    case LoopStatus::Waiting:
        return BoardColumn::Queued;
    case LoopStatus::Completed:
    case LoopStatus::Failed:
    case LoopStatus::Cancelled:
        return BoardColumn::Finished;
    }
    Q_UNREACHABLE_RETURN(BoardColumn::Finished);
}

std::array<QList<LoopRow>, BOARD_COLUMNS> boardOf(const QList<LoopRow>& loops)
{
    std::array<QList<LoopRow>, BOARD_COLUMNS> columns;
    for (const LoopRow& loop : loops) {
        columns[static_cast<size_t>(columnOf(loop))].append(loop);
    }
    // The last sign of a loop that waits is the question itself.
    std::ranges::stable_sort(columns[0], {}, &LoopRow::lastSignAt);
    std::ranges::stable_sort(columns[1], {}, &LoopRow::startedAt);
    std::ranges::stable_sort(columns[2], {}, &LoopRow::startedAt);
    std::ranges::stable_sort(columns[3], std::greater(), &LoopRow::finishedAt);
    return columns;
}

} // namespace tamma::ui
