// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/events/event.h"

namespace tamma::events {

/// Returns the tags that a payload gives to its event by itself: every id that it carries (issue,
/// loop, step, gate, session, approval, pull request), its provider and its attempt.
[[nodiscard]] Tags identityTags(const Payload& payload);

} // namespace tamma::events
