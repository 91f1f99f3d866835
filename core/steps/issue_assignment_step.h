// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/steps/fallible_step.h"

namespace tamma::steps {

/// Takes the issue: makes the branch `tamma/<number>-<words of the title>` at the loop's base
/// commit and its worktree. A branch of that name that holds other work is left alone; then the end
/// of the loop's id is added to the name.
///
/// Errors   LOOP_NOT_RUNNING: the issue is closed, so there is nothing to do. The git codes.
class IssueAssignmentStep final : public FallibleStep {
public:
    explicit IssueAssignmentStep(const StepServices& services);

protected:
    [[nodiscard]] Result<StepOutcome> work(const StepRun& run) override;
};

/// Returns the branch name of an issue: ASCII letters, digits and dashes, at most 60 characters.
[[nodiscard]] QString branchName(int number, const QString& title);

} // namespace tamma::steps
