// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/recorder.h"
#include "core/steps/step.h"
#include "core/workflow/loop_decider.h"

#include <functional>

namespace tamma::engine {

/// Drives one loop in five beats: read, fold, decide, run the step, record. It keeps nothing
/// between two beats but what it can read again, so a crash and a wait are the same case for it.
///
/// Threads  run() blocks a loop worker; one object may serve several workers at once.
class LoopRunner {
public:
    /// Returns the step with that id, or null when nobody provides it.
    using StepLookup = std::function<steps::Step*(const StepId&)>;

    enum class Ending {
        Parked, ///< It waits for a person: no thread is needed until the answer is recorded.
        Over, ///< Its end is in the record.
        Stopped, ///< A stop was requested; a later run goes on from the record.
        Failed, ///< The record could not be read or written; nothing was lost, try later.
    };

    LoopRunner(events::EventStore& store, Recorder& recorder, IdSource& ids, StepLookup steps);

    [[nodiscard]] Ending run(const LoopId& loop, std::stop_token stop);

private:
    [[nodiscard]] Result<> refresh(const LoopId& loop, workflow::LoopState& state) const;
    [[nodiscard]] Result<> act(const workflow::LoopState& state, const workflow::RunStep& next,
                               std::stop_token stop);
    [[nodiscard]] Result<> act(const workflow::LoopState& state, const workflow::Escalate& next);
    [[nodiscard]] Result<> record(const workflow::LoopState& state,
                                  const QList<events::Payload>& payloads);
    [[nodiscard]] Result<> recordEnd(workflow::LoopState state,
                                     const QList<events::Payload>& payloads);

    events::EventStore& m_store;
    Recorder& m_recorder;
    IdSource& m_ids;
    StepLookup m_steps;
};

} // namespace tamma::engine
