// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/colour_tokens.h"

#include <QString>

namespace tamma::ui {

/// How something that Tamma does is doing.
enum class Status { Queued, Running, NeedsYou, Passed, Failed, Paused, Cancelled, Skipped };

/// How a status shows: always a shape and a word beside the colour, never the colour alone.
struct StatusLook {
    QString icon; ///< A name for paintIcon().
    QString word; ///< Translated: "Needs you".
    InkAndTint colours;
};

/// Returns the look of `status` in `colours`.
[[nodiscard]] StatusLook statusLook(Status status, const ColourTokens& colours);

} // namespace tamma::ui
