// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workflow/loop_state.h"

#include <variant>

namespace tamma::workflow {

/// Start a step (its STEP_STARTED first), or go on with one that a person's answer woke.
struct RunStep {
    StepId step;
    QString name;
    int attempt = 1;
    bool resumes = false; ///< True: this start is in the record already.

    friend bool operator==(const RunStep&, const RunStep&) = default;
};

/// Ask a person for help: a step failed for good.
struct Escalate {
    StepId step;
    QStringList reasons;

    friend bool operator==(const Escalate&, const Escalate&) = default;
};

/// Nothing to do until a person answered. The loop holds no thread meanwhile.
struct WaitForPerson {
    ApprovalId approval;

    friend bool operator==(const WaitForPerson&, const WaitForPerson&) = default;
};

/// The plan is done: record the end.
struct Complete {
    QString summary;

    friend bool operator==(const Complete&, const Complete&) = default;
};

/// A person gave the loop up: record the failure.
struct GiveUp {
    StepId step;
    QString errorCode;
    QString detail;

    friend bool operator==(const GiveUp&, const GiveUp&) = default;
};

/// The end is in the record: there is nothing left to do.
struct Over {
    friend bool operator==(const Over&, const Over&) = default;
};

using Decision = std::variant<RunStep, Escalate, WaitForPerson, Complete, GiveUp, Over>;

/// Says what a loop does next. Pure: equal states give equal decisions, on any machine, at any
/// time.
[[nodiscard]] Decision decide(const LoopState& state);

} // namespace tamma::workflow
