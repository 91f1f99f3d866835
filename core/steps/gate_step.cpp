// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/steps/gate_step.h"

#include "core/steps/prompt_values.h"

namespace tamma::steps {

using namespace Qt::StringLiterals;

Result<gates::GateOutcome> judge(const StepServices& services, const StepRun& run,
                                 const GateId& gate, gates::GateRequest request)
{
    gates::Gate* judging = services.gate(gate);
    if (judging == nullptr) {
        return failure(errors::NOT_FOUND, u"Nobody provides the gate \"%1\"."_s.arg(gate.text()));
    }
    const workflow::LoopState& state = run.state;
    request.loopId = state.start.loopId;
    request.attempt = run.attempt;
    request.repository = state.start.repository;
    if (const int index = state.indexOf(request.stepId); index >= 0) {
        request.settings = state.start.plan.at(index).settings;
    }
    return judging->check(request, run.listener, run.stop);
}

GateStep::GateStep(StepId id, GateId gate, const StepServices& services)
    : FallibleStep(std::move(id), services)
    , m_gate(std::move(gate))
{
}

Result<StepOutcome> GateStep::work(const StepRun& run)
{
    const workflow::LoopState& state = run.state;
    if (!state.code) {
        return failure(errors::NOT_FOUND, u"There is no change to judge yet."_s);
    }
    TRY_ASSIGN(const auto issue, m_services.platform.issue(state.start.issueId));
    gates::GateRequest request;
    request.stepId = id();
    request.commit = state.code->commit;
    request.baseCommit = state.code->baseCommit;
    request.issueText = issueText(issue);
    TRY_ASSIGN(const auto outcome, judge(m_services, run, m_gate, request));
    const events::Verdict& verdict = outcome.verdict;
    switch (outcome.kind) {
    case gates::GateOutcome::Kind::Passed:
        return StepOutcome::completed(verdict.summary,
                                      {events::GatePassed{state.start.loopId, verdict}});
    case gates::GateOutcome::Kind::Skipped:
        return StepOutcome::skipped(verdict.summary);
    case gates::GateOutcome::Kind::Failed:
        break;
    }
    return StepOutcome::failed({errors::GATE_FAILED, verdict.summary},
                               {events::GateFailed{state.start.loopId, verdict}});
}

} // namespace tamma::steps
