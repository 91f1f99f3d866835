// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/steps/fallible_step.h"

#include <QJsonObject>

namespace tamma::steps {

/// What an agent is to do in a step.
struct SessionRequest {
    StepId step;
    int turn = 1; ///< How often this step had an agent's answer before, plus one: a crash does not
                  ///< count.
    providers::Purpose purpose = providers::Purpose::Structured;
    QString prompt;
    QString workFolder;
    QJsonObject schema; ///< For Purpose::Structured.
};

/// Runs one session with the provider of the plan (setting "provider" of the step, else that of the
/// loop; "playback:NAME" names a recording; settings "model" and "timeoutSeconds" count) and tells
/// the listener about all of it: every session that began also ends there.
///
/// A session of the same loop, step and turn that the record has no end of is taken up where its
/// agent outlived Tamma: the listener hears what the record does not have yet. Where the agent did
/// not, the listener hears that it ended.
///
/// Errors   PROVIDER_NOT_INSTALLED when there is no such provider; else how the session failed,
///          CANCELLED on a stop request: the agent may work on then. A returned outcome is always
///          Completed.
[[nodiscard]] Result<providers::AgentOutcome>
runSession(const StepServices& services, const StepRun& run, const SessionRequest& request);

/// Whether runSession() with this request takes a session up: then the edits of its agent stand in
/// the work folder, or are being made.
[[nodiscard]] Result<bool> sessionGoesOn(const StepServices& services, const StepRun& run,
                                         const SessionRequest& request);

} // namespace tamma::steps
