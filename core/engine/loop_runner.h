// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/land_train.h"
#include "core/engine/recorder.h"
#include "core/steps/step.h"
#include "core/store/lease_fence.h"
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
        Parked, ///< It waits: no thread is needed until `until`, or until an event wakes it.
        Over, ///< Its end is in the record.
        Stopped, ///< A stop was requested; a later run goes on from the record.
        Failed, ///< The record could not be read or written, or the lease went to somebody else;
                ///< nothing was lost, try later.
    };
    struct Rest {
        Ending ending = Ending::Stopped;
        Timestamp until{}; ///< For Parked: when it goes on by itself; zero when it does not.
    };

    /// What a loop needs to be run.
    struct Rights {
        const store::FencedLease& lease; ///< Once somebody else has it, nothing more is recorded.
        std::function<LandTrain::Right()> mayLand; ///< Asked before it merges.
    };

    LoopRunner(events::EventStore& store, Recorder& recorder, IdSource& ids, const Clock& clock,
               StepLookup steps);

    [[nodiscard]] Rest run(const LoopId& loop, const Rights& rights, std::stop_token stop);

private:
    struct Run {
        const LoopId& loop;
        const store::FencedLease& lease;
        std::stop_token stop;
        workflow::LoopState state;
    };

    /// One round of the five; says how the run ends, if it does.
    [[nodiscard]] Result<std::optional<Rest>> beat(Run& run, const Rights& rights);
    [[nodiscard]] Result<> refresh(const LoopId& loop, workflow::LoopState& state) const;
    [[nodiscard]] Result<> act(const Run& run, const workflow::RunStep& next);
    [[nodiscard]] Result<> act(const Run& run, const workflow::AskPerson& next);
    [[nodiscard]] Result<> act(const Run& run, const workflow::RemindPerson& next);
    [[nodiscard]] Result<> act(const Run& run, const workflow::Complete& end);
    [[nodiscard]] Result<> act(const Run& run, const workflow::GiveUp& end);
    [[nodiscard]] Result<> waitToLand(const Run& run, const workflow::RunStep& merge);
    [[nodiscard]] Result<> record(const Run& run, const QList<events::Payload>& payloads);
    [[nodiscard]] Result<> recordEnd(Run run, const QList<events::Payload>& payloads);
    [[nodiscard]] Result<> recordMerge(const Run& run, const QList<events::Payload>& payloads);

    events::EventStore& m_store;
    Recorder& m_recorder;
    IdSource& m_ids;
    const Clock& m_clock;
    StepLookup m_steps;
};

} // namespace tamma::engine
