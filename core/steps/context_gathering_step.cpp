// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/steps/context_gathering_step.h"

#include "core/intelligence/context.h"
#include "core/steps/prompt_values.h"
#include "core/workflow/step_ids.h"

namespace tamma::steps {

using namespace Qt::StringLiterals;

ContextGatheringStep::ContextGatheringStep(const StepServices& services)
    : FallibleStep(workflow::step::CONTEXT_GATHERING, services)
{
}

Result<StepOutcome> ContextGatheringStep::work(const StepRun& run)
{
    const events::LoopStarted& start = run.state.start;
    TRY_ASSIGN(const auto issue, m_services.platform.issue(start.issueId));
    TRY_ASSIGN(const auto repository, git::Repository::open(start.repository));
    intelligence::ContextRequest request{start.loopId, start.baseCommit, issueText(issue)};
    if (const int budget = setting(run, u"budget"_s).toInt(); budget > 0) {
        request.budget = budget;
    }
    TRY_ASSIGN(const auto context, intelligence::gatherContext(repository, request, run.stop));
    return StepOutcome::completed(
        u"Gathered %1 pieces of the repository, about %2 of %3 tokens."_s.arg(context.items.size())
            .arg(context.tokens)
            .arg(context.budget),
        {context});
}

} // namespace tamma::steps
