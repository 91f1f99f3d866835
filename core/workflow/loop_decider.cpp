// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflow/loop_decider.h"

#include "core/base/error_code.h"
#include "core/workflow/approval_time.h"
#include "core/workflow/step_ids.h"

namespace tamma::workflow {

using namespace Qt::StringLiterals;

namespace {

QString closingWords(const LoopState& state)
{
    return state.merged ? u"Merged into %1 as %2."_s.arg(state.merged->baseBranch,
                                                         state.merged->mergeCommit.left(10))
                        : u"Every step of the plan is done."_s;
}

Decision runNext(const LoopState& state)
{
    const events::PlannedStep& planned = state.start.plan.at(state.cursor);
    const StepProgress progress = state.progress(planned.id);
    if (progress.status == StepStatus::Running && state.parked) {
        return RunStep{planned.id, planned.name, progress.starts, true};
    }
    return RunStep{planned.id, planned.name, progress.starts + 1, false};
}

Decision waitForPerson(const LoopState& state, Timestamp now)
{
    const Timestamp remindAt = approvalReminderAt(state);
    if (remindAt != Timestamp{} && remindAt <= now) {
        return RemindPerson{approvalReminder(state, now)};
    }
    return WaitFor{state.openApproval->kind, remindAt};
}

} // namespace

Decision decide(const LoopState& state, Timestamp now)
{
    if (state.isOver() || state.status == LoopStatus::Unknown) {
        return Over{};
    }
    if (state.openApproval) {
        return waitForPerson(state, now);
    }
    if (state.paused) {
        return WaitFor{u"pause"_s};
    }
    if (state.givenUp) {
        return GiveUp{*state.givenUp};
    }
    if (state.escalation) {
        const StepProgress progress = state.progress(*state.escalation);
        return AskPerson{u"escalation"_s, *state.escalation, {progress.errorCode, progress.detail}};
    }
    if (state.cursor < 0 || state.cursor >= state.start.plan.size()) {
        return Complete{closingWords(state)};
    }
    if (state.mustWait(now)) {
        return WaitFor{state.waitsFor, state.notBefore};
    }
    const StepId next = state.start.plan.at(state.cursor).id;
    if (step::usesAgent(next) && state.isBudgetSpent()) {
        return AskPerson{u"budget"_s, next, {errors::BUDGET_SPENT.text()}};
    }
    return runNext(state);
}

} // namespace tamma::workflow
