// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/steps/judge_merge.h"

#include "core/steps/judge_gates.h"
#include "core/workflow/step_ids.h"

namespace tamma::steps {

using namespace Qt::StringLiterals;
namespace step = workflow::step;

namespace {

/// The gates of the plan in their order; within a step by name.
QList<events::Verdict> toAskAgain(const workflow::LoopState& state)
{
    QList<events::Verdict> verdicts;
    for (const events::Verdict& verdict : state.verdicts) {
        if (verdict.stepId != step::CODE_REVIEW && verdict.stepId != step::CI_CHECK) {
            verdicts.append(verdict);
        }
    }
    std::ranges::stable_sort(verdicts, {}, [&state](const events::Verdict& verdict) {
        return state.indexOf(verdict.stepId);
    });
    return verdicts;
}

} // namespace

Result<MergeVerdicts> judgeMerge(const StepServices& services, const StepRun& run,
                                 const git::PreparedMerge& merge)
{
    MergeVerdicts result;
    if (merge.sameFiles) {
        return result;
    }
    const workflow::LoopState& state = run.state;
    gates::GateRequest request;
    request.commit = merge.commit;
    request.baseCommit = merge.baseCommit;
    QList<AskedGate> asked;
    for (const events::Verdict& before : toAskAgain(state)) {
        request.stepId = before.stepId;
        asked.append({before.gateId, request});
    }
    TRY_ASSIGN(const auto outcomes, judgeInOrder(services, run, asked));
    QStringList objections;
    for (auto [kind, verdict] : outcomes) {
        verdict.stepId = step::MERGE;
        if (kind == gates::GateOutcome::Kind::Failed) {
            objections.append(
                u"The change passed the gate \"%1\" alone, but together with what is on %2 by now"
                " it does not: %3"_s.arg(verdict.gateId.text(), state.start.baseBranch,
                                         verdict.summary));
            result.payloads.append(events::GateFailed{state.start.loopId, verdict});
        } else if (kind == gates::GateOutcome::Kind::Passed) {
            result.payloads.append(events::GatePassed{state.start.loopId, verdict});
        }
    }
    result.objection = objections.join(u"; "_s);
    return result;
}

} // namespace tamma::steps
