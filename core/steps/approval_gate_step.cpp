// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/steps/approval_gate_step.h"

#include "core/git/merge.h"
#include "core/intelligence/breaking_change.h"
#include "core/steps/change_report.h"
#include "core/steps/evidence.h"
#include "core/steps/loop_ground.h"
#include "core/workflow/step_ids.h"

namespace tamma::steps {

using namespace Qt::StringLiterals;
using workflow::LoopState;

namespace {

QStringList remarks(const LoopState& state)
{
    QStringList found;
    for (const events::Verdict& verdict : state.verdicts) {
        for (const events::Finding& finding : verdict.findings) {
            if (finding.severity == u"low"_s) {
                continue; // They stand with the gate; a reason to decide is something else.
            }
            found.append(u"Remark of the gate %1 (%2) at %3:%4: %5"_s.arg(
                verdict.gateId.text(), finding.severity, finding.file,
                QString::number(finding.line), finding.message));
        }
    }
    return found;
}

/// What the gates leave to a person.
QStringList questions(const LoopState& state)
{
    QStringList found;
    for (const events::Verdict& verdict : state.verdicts) {
        found += verdict.needsPerson;
    }
    return found;
}

/// Nobody is asked about nothing: somebody merged it by hand, and may have taken it out again.
Result<> requireThatItIsNew(const LoopState& state, const events::Evidence& evidence)
{
    return evidence.baseCommit != evidence.commit
        ? Result<>()
        : failure(errors::NOTHING_DONE,
                  u"The commit %1 is part of %2 already: there is nothing left to merge. Give this "
                  "loop up; if the change was taken out again, start another one."_s.arg(
                      evidence.commit.left(12), state.start.baseBranch));
}

/// EVIDENCE_CHANGED sends a loop back to this step; here it would go round for ever. A branch that
/// somebody else moved is a case for a person.
Result<events::Evidence> evidenceToAskFor(const LoopState& state)
{
    return presentEvidence(state).transform_error([](Error error) {
        if (error.code == errors::EVIDENCE_CHANGED) {
            error.code = errors::BRANCH_TAKEN;
            error.detail += u" Give a hint, and the agent begins again from what was checked; the"
                            " other commits are kept."_s;
        }
        return error;
    });
}

/// A person is not asked for what cannot be merged any more: the agent has to mend it first.
Result<> requireThatItMerges(const LoopState& state)
{
    TRY_ASSIGN(const auto repository, git::Repository::open(state.start.repository));
    TRY_ASSIGN(const auto forecast,
               git::forecastMerge(repository, state.start.baseBranch, state.code->commit));
    if (forecast.conflicts.isEmpty()) {
        return {};
    }
    return failure(errors::MERGE_CONFLICT, conflictText(state, forecast.conflicts.join(u", "_s)));
}

} // namespace

ApprovalGateStep::ApprovalGateStep(const StepServices& services)
    : FallibleStep(workflow::step::APPROVAL_GATE, services)
{
}

/// Who decides, and until when. A breaking change is never overdue: it waits for its person.
void ApprovalGateStep::setRules(events::ApprovalRequested& request, const StepRun& run) const
{
    constexpr int DUE_HOURS = 24;
    const int hours = setting(run, u"timeoutHours"_s, QString::number(DUE_HOURS)).toInt();
    request.quorum = std::max(1, setting(run, u"quorum"_s, u"1"_s).toInt());
    request.dueAfterMs = request.breaking
        ? 0
        : std::chrono::milliseconds(std::chrono::hours(std::max(0, hours))).count();
    if (setting(run, u"separationOfDuties"_s) == u"true"_s) {
        request.mayNotDecide = run.state.authors;
    }
    const QString contact = setting(run, u"escalateTo"_s);
    request.escalateTo = request.mayNotDecide.contains(contact) ? QString() : contact;
}

Result<StepOutcome> ApprovalGateStep::work(const StepRun& run)
{
    const LoopState& state = run.state;
    TRY_ASSIGN(const auto evidence, evidenceToAskFor(state));
    TRY(requireThatItIsNew(state, evidence));
    QList<events::Payload> payloads;
    if (state.mergeApproval) {
        const QString changed = difference(state.mergeApproval->evidence, evidence);
        if (changed.isEmpty()) {
            return StepOutcome::completed(u"Approved by %1."_s.arg(state.mergeApproval->by));
        }
        payloads.append(
            events::ApprovalVoided{state.mergeApproval->approvalId, state.start.loopId, changed});
    }
    TRY(requireThatItMerges(state));
    TRY_ASSIGN(const auto issue, m_services.platform.issue(state.start.issueId));
    TRY_ASSIGN(const auto change, changeOf(state));
    const QStringList breaking = intelligence::breakingReasons(change, issue.labels);

    events::ApprovalRequested request;
    request.approvalId = ApprovalId(m_services.ids.next());
    request.loopId = state.start.loopId;
    request.stepId = id();
    request.kind = u"merge"_s;
    request.breaking = !breaking.isEmpty();
    request.question = (request.breaking ? u"Merge \"%1\" into %2, although it may break others?"_s
                                         : u"Merge \"%1\" into %2?"_s)
                           .arg(issue.title, state.start.baseBranch);
    request.summary = decisionText(state);
    request.reasons = breaking + questions(state) + remarks(state);
    if (issue.closed) {
        request.reasons.prepend(
            u"The issue is closed already: another change for it may be merged."_s);
    }
    request.routine = request.reasons.isEmpty();
    if (request.routine) {
        request.reasons.append(u"Every merge is decided by a person."_s);
    }
    request.evidence = evidence;
    setRules(request, run);
    payloads.append(request);
    if (request.breaking) {
        payloads.append(events::ApprovalEscalated{request.approvalId, request.loopId,
                                                  request.escalateTo, u"breaking"_s});
    }
    return StepOutcome::waits(payloads);
}

} // namespace tamma::steps
