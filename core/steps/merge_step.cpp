// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/steps/merge_step.h"

#include "core/events/catalog.h"
#include "core/git/history.h"
#include "core/steps/evidence.h"
#include "core/steps/judge_merge.h"
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
Result<QString> objection(const LoopState& state, bool merged)
{
    const events::Evidence& approved = state.mergeApproval->evidence;
    if (merged && approved.commit == state.code->commit) {
        return QString();
    }
    auto present = presentEvidence(state);
    if (!present && present.error().code == errors::EVIDENCE_CHANGED) {
        return present.error().detail;
    }
    return present.transform([&](const auto& evidence) { return difference(approved, evidence); });
}

/// Returns whether another loop of the issue was merged since this one began.
Result<bool> isOvertaken(const StepServices& services, const LoopState& state)
{
    using namespace events;
    const QStringList types{catalog::typeNameOf<LoopStarted>(),
                            catalog::typeNameOf<PullRequestMerged>()};
    TRY_ASSIGN(
        const auto history,
        services.record.read({{{types, {{tag::ISSUE, state.start.issueId.text()}}}}, {}}));
    bool began = false;
    for (const StoredEvent& stored : history) {
        const bool isOwn = stored.event.tags.value(tag::LOOP) == state.start.loopId.text();
        const bool isMerge = std::holds_alternative<PullRequestMerged>(stored.event.payload);
        if (isMerge && began && !isOwn) {
            return true;
        }
        began = began || isOwn;
    }
    return false;
}

bool baseMoved(const Error& error)
{
    return error.code == errors::EVIDENCE_CHANGED && error.context.contains(u"baseCommit"_s);
}

/// The step failed and the approval is void: the change has to become another one.
StepOutcome voided(const LoopState& state, Error error, QList<events::Payload> payloads = {})
{
    payloads.append(
        events::ApprovalVoided{state.mergeApproval->approvalId, state.start.loopId, error.detail});
    return StepOutcome::failed(std::move(error), std::move(payloads));
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
    TRY_ASSIGN(const bool merged, isMerged(state));
    TRY_ASSIGN(const bool overtaken, isOvertaken(m_services, state));
    if (overtaken && !merged) {
        return failure(errors::LOOP_NOT_RUNNING,
                       u"Another try of the issue was merged already."_s);
    }
    TRY_ASSIGN(const QString changed, objection(state, merged));
    if (!changed.isEmpty()) {
        return voided(state, {errors::EVIDENCE_CHANGED, changed});
    }
    TRY_ASSIGN(const auto issue, m_services.platform.issue(state.start.issueId));
    const QString message = u"Merge \"%1\" (#%2)\n\nApproved by %3.\n\nTamma-Loop: %4\n"_s.arg(
        issue.title.simplified(), QString::number(issue.number), state.mergeApproval->by,
        state.start.loopId.text());
    platforms::MergeRequest request{*state.pullRequest, state.start.repository, state.code->commit,
                                    message};
    auto landed = merged ? merge(request) : land(run, request);
    if (!landed
        && (landed.error().code == errors::EVIDENCE_CHANGED
            || landed.error().code == errors::MERGE_CONFLICT)) {
        Error error = landed.error();
        if (error.code == errors::MERGE_CONFLICT) {
            error.detail = conflictText(state, error.detail);
        }
        return voided(state, std::move(error));
    }
    if (landed && landed->kind == StepOutcome::Kind::Failed) {
        return voided(state, landed->error, landed->payloads);
    }
    if (landed && !issue.closed) {
        const auto& done = std::get<events::PullRequestMerged>(landed->payloads.last());
        landed->payloads.append(
            events::IssueClosed{issue.id, u"Merged as %1."_s.arg(done.mergeCommit.left(12))});
    }
    return landed;
}

Result<StepOutcome> MergeStep::land(const StepRun& run, platforms::MergeRequest& request)
{
    constexpr int MOST_ROUNDS = 3;
    for (int round = 1;; ++round) {
        TRY_ASSIGN(const auto prepared, m_services.platform.prepareMerge(request));
        TRY_ASSIGN(const auto verdicts, judgeMerge(m_services, run, prepared));
        if (!verdicts.objection.isEmpty()) {
            return StepOutcome::failed({errors::GATE_FAILED, verdicts.objection},
                                       verdicts.payloads);
        }
        if (run.stop.stop_requested()) {
            return failure(errors::CANCELLED); // A person may have taken the merge back.
        }
        request.prepared = prepared.commit;
        auto landed = merge(request);
        if (landed) {
            landed->payloads = verdicts.payloads + landed->payloads;
            return landed;
        }
        if (baseMoved(landed.error()) && round == MOST_ROUNDS) {
            return retryableFailure(errors::GIT_FAILED, landed.error().detail);
        }
        if (!baseMoved(landed.error())) {
            return landed;
        }
    }
}

Result<StepOutcome> MergeStep::merge(const platforms::MergeRequest& request)
{
    return m_services.platform.merge(request).transform([](const auto& merged) {
        return StepOutcome::completed(
            u"Merged into %1 as %2."_s.arg(merged.baseBranch, merged.mergeCommit.left(12)),
            {merged});
    });
}

} // namespace tamma::steps
