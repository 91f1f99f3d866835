// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/steps/deployment_step.h"

#include "core/steps/judge_gates.h"
#include "core/workflow/step_ids.h"

namespace tamma::steps {

using namespace Qt::StringLiterals;

DeploymentStep::DeploymentStep(const StepServices& services)
    : FallibleStep(workflow::step::DEPLOYMENT, services)
{
}

Result<StepOutcome> DeploymentStep::work(const StepRun& run)
{
    const workflow::LoopState& state = run.state;
    if (setting(run, u"command"_s).trimmed().isEmpty()) {
        return StepOutcome::skipped(u"No deploy command is configured."_s);
    }
    if (!state.merged) {
        return failure(errors::NOT_FOUND, u"Nothing was merged, so there is nothing to deploy."_s);
    }
    gates::GateRequest request;
    request.stepId = id();
    request.commit = state.merged->mergeCommit;
    request.baseCommit = state.merged->mergeCommit;
    request.mayRepeat = false;
    TRY_ASSIGN(const auto outcome, judge(m_services, run, {GateId(u"ci"_s), std::move(request)}));
    const events::Verdict& verdict = outcome.verdict;
    if (outcome.kind == gates::GateOutcome::Kind::Skipped) {
        return StepOutcome::skipped(verdict.summary);
    }
    const events::DeploymentCompleted done{state.start.loopId, state.merged->mergeCommit,
                                           verdict.command,    verdict.exitCode,
                                           verdict.durationMs, verdict.logTail};
    if (outcome.kind == gates::GateOutcome::Kind::Failed) {
        return StepOutcome::failed({errors::DEPLOYMENT_FAILED, verdict.summary}, {done});
    }
    return StepOutcome::completed(u"Deployed %1."_s.arg(state.merged->mergeCommit.left(12)),
                                  {done});
}

} // namespace tamma::steps
