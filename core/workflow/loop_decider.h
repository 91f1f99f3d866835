// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workflow/loop_state.h"

#include <variant>

namespace tamma::workflow {

/// Start a step (its STEP_STARTED first), or go on with one that waited.
struct RunStep {
    StepId step;
    QString name;
    int attempt = 1;
    bool resumes = false; ///< True: this start is in the record already.

    friend bool operator==(const RunStep&, const RunStep&) = default;
};

/// Ask a person for help ("escalation": a step failed for good) or for money ("budget").
struct AskPerson {
    QString kind;
    StepId step;
    QStringList reasons;

    friend bool operator==(const AskPerson&, const AskPerson&) = default;
};

/// Say in the record that the time of an open approval ends soon, or that it needs attention. It
/// stays open: nothing is ever decided by time.
struct RemindPerson {
    events::Payload reminder; ///< ApprovalDueSoon or ApprovalEscalated.

    friend bool operator==(const RemindPerson&, const RemindPerson&) = default;
};

/// Nothing to do before something else happened. The loop holds no thread meanwhile.
struct WaitFor {
    QString what; ///< The kind of the open approval, "pause", or as LoopState::waitsFor.
    Timestamp until{}; ///< Look again then; zero: an event will wake the loop.

    friend bool operator==(const WaitFor&, const WaitFor&) = default;
};

/// The plan is done: record the end.
struct Complete {
    QString summary;

    friend bool operator==(const Complete&, const Complete&) = default;
};

/// A person gave the loop up: record the failure.
struct GiveUp {
    Surrender reason;

    friend bool operator==(const GiveUp&, const GiveUp&) = default;
};

/// The end is in the record: there is nothing left to do.
struct Over {
    friend bool operator==(const Over&, const Over&) = default;
};

using Decision = std::variant<RunStep, AskPerson, RemindPerson, WaitFor, Complete, GiveUp, Over>;

/// Says what a loop does next. Pure: equal states and times give equal decisions, on any machine.
[[nodiscard]] Decision decide(const LoopState& state, Timestamp now);

} // namespace tamma::workflow
