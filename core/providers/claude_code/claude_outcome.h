// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/providers/claude_code/claude_session.h"

namespace tamma::providers::claude {

/// Why a run did not end by itself.
enum class Cut {
    None, ///< It did; or it only did not leave after its result.
    Cancelled, ///< Somebody asked for it.
    WallLimit,
    NoFirstEvent,
    Silence, ///< The program answers, but nothing comes from the model.
    NoAnswer, ///< The program itself hangs.
    Repeats, ///< It does the same again and again.
    Lost, ///< Something outside of Tamma ended the supervisor.
};

/// The word for a cut in a session's log and end, and back. A word that this version does not know
/// is taken for Lost.
[[nodiscard]] QString wordOf(Cut cut);
[[nodiscard]] Cut cutOf(const QString& word);

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
