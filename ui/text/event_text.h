// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/events/event.h"

namespace tamma::ui {

/// Says in one line what happened: the summary column of the record and of timelines. Never holds a
/// line break.
[[nodiscard]] QString eventText(const events::Payload& payload);

/// How an event should catch the eye.
enum class EventTone { Plain, Good, Bad, Waiting };

[[nodiscard]] EventTone eventTone(const events::Payload& payload);

} // namespace tamma::ui
