// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/steps/fallible_step.h"

namespace tamma::steps {

/// Has the agent change the code, and commits what it changed to the branch of the loop.
///
/// Shape    The worktree is first put back to the last commit in the record, so an interrupted
///          session leaves nothing behind (its edits are kept in a recovery ref). A commit that was
///          made but not recorded is found and taken. Each attempt stays under a reference of its
///          own (refs/tamma/attempts/<loop>/<n>), and so do the edits of a session that ended
///          early. A change that did not fit to the base branch goes on from the merge with it;
///          after a conflict the work is done again on the tip of the base branch.
/// Errors   NOTHING_DONE when no file changed; how the session failed; the git codes.
class CodeGenerationStep final : public FallibleStep {
public:
    explicit CodeGenerationStep(const StepServices& services);

protected:
    [[nodiscard]] Result<StepOutcome> work(const StepRun& run) override;
};

} // namespace tamma::steps
