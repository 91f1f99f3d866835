// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/events/event_store.h"

#include <QElapsedTimer>

#include <vector>

namespace tamma::bench {

/// The event of number `number`: about 540 bytes and seven or eight tags, as an ordinary event of
/// one of 64 loops that run at once, 200 events each.
///
/// Shape    loopId changes with the loop; provider and userId are of a few; mode is of two; type is
///          of twenty; one event in ten carries a plugin's name.
[[nodiscard]] events::Event anEvent(qint64 number);

/// The id of the loop that event `number` belongs to.
[[nodiscard]] QString loopOf(qint64 number);

void must(const Result<events::AppendReceipt>& answer);

/// Seconds that `work` takes.
template <typename Work> double seconds(const Work& work)
{
    QElapsedTimer timer;
    timer.start();
    work();
    return static_cast<double>(timer.nsecsElapsed()) / 1e9;
}

[[nodiscard]] double median(std::vector<double> values);

} // namespace tamma::bench
