// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/gates/gate.h"
#include "core/providers/ai_provider.h"
#include "core/workflow/loop_state.h"

#include <QList>

namespace tamma::steps {

/// Hears what a step does while it does it; the engine turns it into events, in batches.
class StepListener : public gates::GateListener {
public:
    /// A session of an agent begins, goes on, and ends. Steps may have several, one after another.
    virtual void onSessionStarted(const events::AgentSessionStarted& session) = 0;
    virtual void onTranscript(const SessionId& session, const events::TranscriptEntry& entry) = 0;
    virtual void onSessionEnded(const events::AgentSessionEnded& session) = 0;
};

/// What a step did. The engine appends `payloads` and the step's end in one batch.
struct StepOutcome {
    enum class Kind { Completed, Skipped, Failed, WaitsForPerson };
    Kind kind = Kind::Completed;
    QString summary; ///< One English sentence; for Skipped: why there was nothing to do.
    QList<events::Payload> payloads;
    Error error; ///< Meaningful for Failed.

    [[nodiscard]] static StepOutcome completed(QString summary,
                                               QList<events::Payload> payloads = {})
    {
        return {Kind::Completed, std::move(summary), std::move(payloads), {}};
    }
    [[nodiscard]] static StepOutcome skipped(QString why)
    {
        return {Kind::Skipped, std::move(why), {}, {}};
    }
    [[nodiscard]] static StepOutcome failed(Error error, QList<events::Payload> payloads = {})
    {
        return {Kind::Failed, {}, std::move(payloads), std::move(error)};
    }
    [[nodiscard]] static StepOutcome waits(QList<events::Payload> request)
    {
        return {Kind::WaitsForPerson, {}, std::move(request), {}};
    }
};

/// One step of the loop. It has an effect at most: what it did it returns, and doing it again after
/// a crash changes nothing, because it looks first.
///
/// Threads  A loop worker; run() blocks. One object serves every loop, so it keeps no state.
class Step {
public:
    virtual ~Step() = default;

    [[nodiscard]] virtual StepId id() const = 0;

    /// Does the step for the loop in `state`; `attempt` counts the starts of this step. A stop
    /// request ends it soon with CANCELLED.
    [[nodiscard]] virtual StepOutcome run(const workflow::LoopState& state, int attempt,
                                          StepListener& listener, std::stop_token stop)
        = 0;
};

} // namespace tamma::steps
