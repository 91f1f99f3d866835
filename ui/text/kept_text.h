// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/git/kept_work.h"
#include "core/git/merge_forecast.h"

namespace tamma::ui {

/// Why it is kept: "The worktree was removed", "Attempt 2".
[[nodiscard]] QString keptReason(const git::KeptWork& work);

/// "3 files · 1.2 kB"; "no files" when all of it is in the commit that it is compared with.
[[nodiscard]] QString keptExtent(const git::KeptWork& work);

/// "28 days left"; "may go any day" once the time is over.
[[nodiscard]] QString keptFor(const git::KeptWork& work, Timestamp now);

/// "Merges cleanly into main." or "Conflicts with main in a.cpp and 2 other files."
[[nodiscard]] QString forecastSentence(const git::MergeForecast& forecast);

} // namespace tamma::ui
