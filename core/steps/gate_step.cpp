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
    request.reruns = state.reruns;
    request.repository = state.start.repository;
    if (const int index = state.indexOf(request.stepId); index >= 0) {
        request.settings = state.start.plan.at(index).settings;
    }
    return judging->check(request, run.listener, run.stop);
}

namespace {

QList<GateId> gatesOf(const workflow::LoopState& state, const StepId& step,
                      const QList<GateId>& usual)
{
    QList<GateId> gates;
    for (const QString& name : state.setting(step, u"gates"_s).split(u',', Qt::SkipEmptyParts)) {
        gates.append(GateId(name.trimmed()));
    }
    return gates.isEmpty() ? usual : gates;
}

} // namespace

GateStep::GateStep(StepId id, QList<GateId> gates, const StepServices& services)
    : FallibleStep(std::move(id), services)
    , m_gates(std::move(gates))
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
    QStringList summaries;
    QList<events::Payload> payloads;
    for (const GateId& gate : gatesOf(state, id(), m_gates)) {
        TRY_ASSIGN(const auto outcome, judge(m_services, run, gate, request));
        const events::Verdict& verdict = outcome.verdict;
        summaries.append(verdict.summary);
        if (outcome.kind == gates::GateOutcome::Kind::Failed) {
            payloads.append(events::GateFailed{state.start.loopId, verdict});
            return StepOutcome::failed({errors::GATE_FAILED, verdict.summary}, payloads);
        }
        if (outcome.kind == gates::GateOutcome::Kind::Passed) {
            payloads.append(events::GatePassed{state.start.loopId, verdict});
        }
    }
    const QString summary = summaries.join(u"; "_s);
    return payloads.isEmpty() ? StepOutcome::skipped(summary)
                              : StepOutcome::completed(summary, payloads);
}

} // namespace tamma::steps
