// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/events/event.h"

namespace tamma::engine {

/// Masks every secret in the texts of a payload: what an agent, a log or a person says goes into a
/// record that nobody can take back.
void redactSecrets(events::Payload& payload);

} // namespace tamma::engine
