// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/steps/gate_step.h"

#include "core/steps/judge_gates.h"
#include "core/steps/prompt_values.h"

namespace tamma::steps {

using namespace Qt::StringLiterals;

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
    QList<AskedGate> asked;
    for (const GateId& gate : gatesOf(state, id(), m_gates)) {
        asked.append({gate, request});
    }
    TRY_ASSIGN(const auto outcomes, judgeInOrder(m_services, run, asked));
    QStringList summaries;
    QStringList objections;
    QList<events::Payload> payloads;
    for (const auto& [kind, verdict] : outcomes) {
        summaries.append(verdict.summary);
        if (kind == gates::GateOutcome::Kind::Failed) {
            objections.append(verdict.summary);
            payloads.append(events::GateFailed{state.start.loopId, verdict});
        } else if (kind == gates::GateOutcome::Kind::Passed) {
            payloads.append(events::GatePassed{state.start.loopId, verdict});
        }
    }
    if (!objections.isEmpty()) {
        return StepOutcome::failed({errors::GATE_FAILED, objections.join(u"; "_s)}, payloads);
    }
    const QString summary = summaries.join(u"; "_s);
    return payloads.isEmpty() ? StepOutcome::skipped(summary)
                              : StepOutcome::completed(summary, payloads);
}

} // namespace tamma::steps
