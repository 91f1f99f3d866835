// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/steps/merge_step.h"

#include "core/git/history.h"
#include "core/steps/evidence.h"
#include "core/workflow/step_ids.h"

namespace tamma::steps {

using namespace Qt::StringLiterals;
using workflow::LoopState;

namespace {

/// A killed run may have merged already; then the base of today tells nothing about the approval.
Result<bool> isMerged(const LoopState& state)
{
    TRY_ASSIGN(const auto repository, git::Repository::open(state.start.repository));
    TRY_ASSIGN(const auto tip, repository.baseTip(state.start.baseBranch));
    return git::contains(repository, tip.commit, state.code->commit);
}

/// Returns why the approval does not cover what is there now; empty when it does.
Result<QString> objection(const LoopState& state)
{
    const events::Evidence& approved = state.mergeApproval->evidence;
    TRY_ASSIGN(const bool merged, isMerged(state));
    if (merged && approved.commit == state.code->commit) {
        return QString();
    }
    auto present = presentEvidence(state);
    if (!present && present.error().code == errors::EVIDENCE_CHANGED) {
        return present.error().detail;
    }
    return present.transform([&](const auto& evidence) { return difference(approved, evidence); });
}

} // namespace

MergeStep::MergeStep(const StepServices& services)
    : FallibleStep(workflow::step::MERGE, services)
{
}

Result<StepOutcome> MergeStep::work(const StepRun& run)
{
    const LoopState& state = run.state;
    if (!state.code || !state.pullRequest) {
        return failure(errors::NOT_FOUND, u"There is no pull request to merge yet."_s);
    }
    if (!state.mergeApproval) {
        return failure(errors::EVIDENCE_CHANGED, u"Nobody approved this change."_s);
    }
    const events::ApprovalGranted& approval = *state.mergeApproval;
    TRY_ASSIGN(const QString changed, objection(state));
    if (!changed.isEmpty()) {
        return StepOutcome::failed(
            {errors::EVIDENCE_CHANGED, changed},
            {events::ApprovalVoided{approval.approvalId, state.start.loopId, changed}});
    }
    TRY_ASSIGN(const auto issue, m_services.platform.issue(state.start.issueId));
    const QString message = u"Merge \"%1\" (#%2)\n\nApproved by %3.\n\nTamma-Loop: %4\n"_s.arg(
        issue.title.simplified(), QString::number(issue.number), approval.by,
        state.start.loopId.text());
    auto merged = m_services.platform.merge(
        {*state.pullRequest, state.start.repository, state.code->commit, message});
    if (!merged && merged.error().code == errors::EVIDENCE_CHANGED) {
        return StepOutcome::failed(merged.error(),
                                   {events::ApprovalVoided{approval.approvalId, state.start.loopId,
                                                           merged.error().detail}});
    }
    if (!merged) {
        Error error = merged.error();
        if (error.code == errors::MERGE_CONFLICT) {
            error.detail += u" Give a hint, and the agent does the work again on the new state."_s;
        }
        return std::unexpected(error);
    }
    QList<events::Payload> payloads{*merged};
    if (!issue.closed) {
        payloads.append(
            events::IssueClosed{issue.id, u"Merged as %1."_s.arg(merged->mergeCommit.left(12))});
    }
    return StepOutcome::completed(
        u"Merged into %1 as %2."_s.arg(merged->baseBranch, merged->mergeCommit.left(12)), payloads);
}

} // namespace tamma::steps
