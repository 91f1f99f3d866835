// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/fork_loop.h"

#include "core/workflow/step_ids.h"

namespace tamma::engine {

using namespace events;
using namespace workflow;
using namespace Qt::StringLiterals;

namespace {

Result<int> checkedIndex(const LoopState& original, const StepId& step)
{
    if (original.merged) {
        return failure(errors::INVALID_ARGUMENT,
                       u"The change is merged already; a new issue can change it again."_s);
    }
    const int index = original.indexOf(step);
    const int last = original.indexOf(step::PR_CREATION);
    if (index < 0 || (last >= 0 && index > last)) {
        return failure(errors::INVALID_ARGUMENT,
                       u"A loop can be forked from a step up to its pull request."_s);
    }
    if (index > original.cursor) {
        return failure(errors::INVALID_ARGUMENT,
                       u"The loop has not come to the step \"%1\" yet."_s.arg(step.text()));
    }
    return index;
}

/// What the original found out in a step, as if the fork had.
QList<Payload> findings(const LoopState& original, const StepId& step, const LoopId& fork)
{
    const auto owned = [&fork](auto fact) {
        fact.loopId = fork;
        return Payload(fact);
    };
    QList<Payload> payloads;
    if (step == step::CONTEXT_GATHERING) {
        payloads.append(owned(original.context));
    } else if (step == step::RESEARCH) {
        payloads.append(owned(original.research));
    } else if (step == step::AMBIGUITY_CHECK) {
        payloads.append(owned(original.ambiguity));
    } else if (step == step::CODE_GENERATION && original.code) {
        payloads.append(owned(*original.code));
    }
    for (const Verdict& verdict : original.verdicts) {
        if (verdict.stepId == step) {
            payloads.append(GatePassed{fork, verdict});
        }
    }
    return payloads;
}

} // namespace

Result<QList<Payload>> forkOf(const LoopState& original, LoopStarted start, const ForkLoop& command)
{
    TRY_ASSIGN(const int first, checkedIndex(original, command.stepId));
    start.plan = original.start.plan;
    if (!command.model.isEmpty()) {
        for (PlannedStep& planned : start.plan) {
            if (step::usesAgent(planned.id)) {
                planned.settings[u"model"_s] = command.model;
            }
        }
    }
    const bool hasCode = original.code && first > original.indexOf(step::CODE_GENERATION);
    start.baseBranch = original.start.baseBranch;
    start.baseCommit = hasCode ? original.code->commit : original.start.baseCommit;

    QList<Payload> payloads{start};
    for (int i = 0; i < first; ++i) {
        const PlannedStep& planned = start.plan.at(i);
        if (planned.id == step::ISSUE_ASSIGNMENT) {
            continue; // It has a branch of its own.
        }
        const StepProgress progress = original.progress(planned.id);
        payloads.append(StepStarted{start.loopId, planned.id, planned.name, 1});
        payloads.append(findings(original, planned.id, start.loopId));
        payloads.append(StepCompleted{start.loopId, planned.id, 1,
                                      progress.status == StepStatus::Skipped, progress.summary});
    }
    payloads.append(LoopForked{start.loopId, original.start.loopId.text(), command.stepId,
                               start.requestedBy, command.hint, original.authors});
    return payloads;
}

QList<LoopId> supersededLoops(const QList<readmodels::LoopRow>& loops)
{
    QHash<QString, QString> origins; // Of every loop: the first of its kin.
    QSet<QString> merged; // By origin.
    for (const readmodels::LoopRow& row : loops) { // A fork begins after its original.
        const QString origin = origins.value(row.forkOf, row.id.text());
        origins.insert(row.id.text(), origin);
        if (!row.mergeCommit.isEmpty()) {
            merged.insert(origin);
        }
    }
    QList<LoopId> superseded;
    for (const readmodels::LoopRow& row : loops) {
        if (!row.isOver() && row.mergeCommit.isEmpty()
            && merged.contains(origins.value(row.id.text()))) {
            superseded.append(row.id);
        }
    }
    return superseded;
}

} // namespace tamma::engine
