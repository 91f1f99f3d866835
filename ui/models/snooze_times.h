// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"

#include <QList>

namespace tamma::ui {

/// A time until which something can be put aside.
struct SnoozeTime {
    enum class Kind { InAnHour, ThisEvening, TomorrowMorning, NextWeek };

    Kind kind;
    Timestamp until;

    friend bool operator==(const SnoozeTime&, const SnoozeTime&) = default;
};

/// Returns the times to choose from at `now`, soonest first: in an hour, 18:00 today (while that is
/// more than an hour away), 9:00 tomorrow, 9:00 on the next Monday (unless that is tomorrow). By
/// the local clock.
[[nodiscard]] QList<SnoozeTime> snoozeTimes(Timestamp now);

} // namespace tamma::ui
