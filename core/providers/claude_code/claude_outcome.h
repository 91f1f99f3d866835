// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/providers/claude_code/claude_session.h"

namespace tamma::providers::claude {

/// Why Tamma itself ended a run.
enum class Cut {
    None,
    Cancelled, ///< Somebody asked for it.
    WallLimit,
    NoFirstEvent,
    Silence,
};

/// How the process behind a session ended.
struct Ending {
    Cut cut = Cut::None;
    bool exitedByItself
        = true; ///< False: it outlived its result and was ended; that is no failure.
    int exitCode = 0;
    QByteArray stderrTail;
};

/// Composes the outcome from all signals, in the order that AgentOutcome names. The answer of a
/// structured task is not judged here.
[[nodiscard]] AgentOutcome composeOutcome(const Session& session, const Ending& ending,
                                          const AgentLimits& limits);

} // namespace tamma::providers::claude
