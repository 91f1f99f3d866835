// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/steps/pr_creation_step.h"

#include "core/steps/change_report.h"
#include "core/workflow/step_ids.h"

namespace tamma::steps {

using namespace Qt::StringLiterals;

PrCreationStep::PrCreationStep(const StepServices& services)
    : FallibleStep(workflow::step::PR_CREATION, services)
{
}

Result<StepOutcome> PrCreationStep::work(const StepRun& run)
{
    const workflow::LoopState& state = run.state;
    if (!state.code) {
        return failure(errors::NOT_FOUND, u"There is no change to offer yet."_s);
    }
    TRY_ASSIGN(const auto issue, m_services.platform.issue(state.start.issueId));
    platforms::PullRequestDraft draft;
    draft.loopId = state.start.loopId;
    draft.issueId = state.start.issueId;
    draft.repository = state.start.repository;
    draft.branch = state.branch;
    draft.baseBranch = state.start.baseBranch;
    draft.commit = state.code->commit;
    draft.title = issue.title;
    draft.description = pullRequestText(state, issue.number);
    TRY_ASSIGN(const auto payload, m_services.platform.openPullRequest(draft));
    const auto* opened = std::get_if<events::PullRequestOpened>(&payload);
    return StepOutcome::completed(
        opened ? u"Opened pull request #%1."_s.arg(opened->number)
               : u"Brought the pull request to %1."_s.arg(draft.commit.left(12)),
        {payload});
}

} // namespace tamma::steps
