// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"

#include <QString>

namespace tamma::ui {

// Times as people say them. Moments are shown in local time.

/// "3 s", "12 min", "2 h", "4 days": one unit, rounded down. Below a second, and for clocks that
/// disagree: "0 s".
[[nodiscard]] QString ageText(std::chrono::milliseconds age);

/// "3 s ago"; "just now" below a second.
[[nodiscard]] QString agoText(Timestamp moment, Timestamp now);

/// How long something took, with two units: "0.4 s", "38 s", "3 min 12 s", "1 h 12 min".
[[nodiscard]] QString durationText(std::chrono::milliseconds duration);

/// "13:02:44.118"
[[nodiscard]] QString clockText(Timestamp moment);

/// "13:02:44.118" on the day of `now`, and "4 Dec 13:02:44" on others, in the user's language.
[[nodiscard]] QString momentText(Timestamp moment, Timestamp now);

/// When something comes back: "18:00", "tomorrow 09:00", "Mon 8 Dec 09:00".
[[nodiscard]] QString comingText(Timestamp moment, Timestamp now);

/// "5 Dec 2025 13:02:44", in the order of the user's language.
[[nodiscard]] QString dateTimeText(Timestamp moment);

} // namespace tamma::ui
