// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflow/loop_state.h"

#include "core/base/error_code.h"
#include "core/events/catalog.h"
#include "core/workflow/step_ids.h"

#include <algorithm>

namespace tamma::workflow {

using namespace events;
using namespace Qt::StringLiterals;

namespace {

/// One overload for each payload that changes the state; the rest fall through to the template.
class Fold {
public:
    explicit Fold(LoopState& state)
        : m_state(state)
    {
    }

    template <typename T> void operator()(const T&) { }

    void operator()(const LoopStarted& e)
    {
        m_state.start = e;
        m_state.status = LoopStatus::Queued;
    }
    void operator()(const IssueAssigned& e) { m_state.branch = e.branch; }
    void operator()(const ContextGathered& e) { m_state.context = e; }
    void operator()(const ResearchCompleted& e) { m_state.research = e; }
    void operator()(const AmbiguityChecked& e) { m_state.ambiguity = e; }

    void operator()(const StepStarted& e)
    {
        StepProgress& progress = m_state.steps[e.stepId];
        progress = {StepStatus::Running, e.attempt};
        m_state.status = LoopStatus::Running;
        m_state.cursor = m_state.indexOf(e.stepId);
        m_state.parked = false;
    }
    void operator()(const StepCompleted& e)
    {
        StepProgress& progress = m_state.steps[e.stepId];
        progress.status = e.skipped ? StepStatus::Skipped : StepStatus::Passed;
        progress.summary = e.summary;
        m_state.cursor = m_state.indexOf(e.stepId) + 1;
        m_state.parked = false;
    }
    void operator()(const StepFailed& e)
    {
        StepProgress& progress = m_state.steps[e.stepId];
        progress.status = StepStatus::Failed;
        progress.errorCode = e.errorCode;
        progress.detail = e.detail;
        progress.retryable = e.retryable;
        m_state.parked = false;
        const int failures = ++m_state.failures[e.stepId];
        if (e.errorCode == errors::EVIDENCE_CHANGED.name()) {
            m_state.mergeApproval.reset();
            goTo(step::APPROVAL_GATE);
            return;
        }
        const bool agentCanMend = e.errorCode == errors::GATE_FAILED.name()
            || e.errorCode == errors::NOTHING_DONE.name();
        if (failures >= MAX_GATE_RETRIES || !(agentCanMend || e.retryable)) {
            m_state.escalation = e.stepId;
        } else if (agentCanMend) {
            sendBackToAgent(e.stepId == step::CODE_GENERATION
                                ? std::optional(Feedback{u"step"_s, e.detail})
                                : std::nullopt);
        }
    }

    void operator()(const CodeGenerated& e)
    {
        m_state.code = e;
        m_state.attempts.append(e);
        m_state.feedback.clear();
        m_state.verdicts.clear();
        m_state.mergeApproval.reset();
    }
    void operator()(const GatePassed& e) { judge(e.verdict); }
    void operator()(const GateFailed& e)
    {
        judge(e.verdict);
        QString text = e.verdict.summary;
        for (const Finding& finding : e.verdict.findings) {
            text += u"\n%1:%2: %3"_s.arg(finding.file).arg(finding.line).arg(finding.message);
        }
        if (!e.verdict.logTail.isEmpty()) {
            text += u"\n\n"_s + e.verdict.logTail;
        }
        m_state.feedback.append({u"gate:"_s + e.verdict.gateId.text(), text});
    }

    void operator()(const ApprovalRequested& e)
    {
        m_state.openApproval = e;
        m_state.parked = true;
        m_state.status = LoopStatus::NeedsYou;
    }
    void operator()(const ApprovalGranted& e)
    {
        const QString kind = closeApproval(e.approvalId);
        if (kind == u"merge"_s) {
            m_state.mergeApproval = e;
        } else if (kind == u"clarification"_s) {
            m_state.answers.append(e.note);
        } else if (kind == u"escalation"_s) {
            helpArrived(e.note);
        }
    }
    void operator()(const ApprovalRejected& e)
    {
        const QString kind = closeApproval(e.approvalId);
        if (kind == u"merge"_s) {
            m_state.failures.clear();
            sendBackToAgent(Feedback{u"person"_s, e.reason});
        } else if (!kind.isEmpty()) {
            m_state.givenUp = true;
        }
    }
    void operator()(const ApprovalVoided& e)
    {
        closeApproval(e.approvalId);
        m_state.mergeApproval.reset();
    }

    void operator()(const PullRequestOpened& e) { m_state.pullRequest = e; }
    void operator()(const PullRequestUpdated& e)
    {
        if (m_state.pullRequest) {
            m_state.pullRequest->commit = e.commit;
            m_state.pullRequest->description = e.description;
        }
    }
    void operator()(const PullRequestMerged& e) { m_state.merged = e; }
    void operator()(const LoopCompleted&) { m_state.status = LoopStatus::Completed; }
    void operator()(const LoopFailed&) { m_state.status = LoopStatus::Failed; }
    void operator()(const LoopCancelled&)
    {
        m_state.status = LoopStatus::Cancelled;
        m_state.openApproval.reset();
    }

private:
    void judge(const Verdict& verdict)
    {
        m_state.verdicts[verdict.gateId] = verdict;
        ++m_state.judged[verdict.gateId];
    }
    void goTo(const StepId& id)
    {
        const int index = m_state.indexOf(id);
        if (index < 0) {
            return; // A plan without that step goes on where it is.
        }
        m_state.cursor = index;
        m_state.parked = false;
        for (int i = index; i < m_state.start.plan.size(); ++i) {
            StepProgress& progress = m_state.steps[m_state.start.plan.at(i).id];
            if (progress.status != StepStatus::Failed) {
                progress.status = StepStatus::Pending;
            }
        }
    }
    void sendBackToAgent(const std::optional<Feedback>& feedback)
    {
        if (feedback) {
            m_state.feedback.append(*feedback);
        }
        goTo(step::CODE_GENERATION);
    }
    QString closeApproval(const ApprovalId& id)
    {
        if (!m_state.openApproval || m_state.openApproval->approvalId != id) {
            return {};
        }
        const QString kind = m_state.openApproval->kind;
        m_state.openApproval.reset();
        m_state.status = LoopStatus::Running;
        return kind;
    }
    void helpArrived(const QString& hint)
    {
        m_state.failures.clear();
        const StepId failed = m_state.escalation.value_or(step::CODE_GENERATION);
        const bool isGate = m_state.progress(failed).errorCode == errors::GATE_FAILED.name();
        m_state.escalation.reset();
        m_state.parked = false;
        if (!hint.isEmpty()) {
            m_state.feedback.append({u"hint"_s, hint});
        }
        const bool needsWork = !m_state.merged && (isGate || !hint.isEmpty());
        goTo(needsWork ? step::CODE_GENERATION : failed);
    }

    LoopState& m_state;
};

} // namespace

void LoopState::apply(const StoredEvent& stored)
{
    std::visit(Fold(*this), stored.event.payload);
    seenUpTo = stored.position;
    newest = stored.event.id;
}

int LoopState::indexOf(const StepId& id) const
{
    const auto found = std::ranges::find(start.plan, id, &PlannedStep::id);
    return found == start.plan.end() ? -1 : static_cast<int>(found - start.plan.begin());
}

QString LoopState::setting(const StepId& id, const QString& key) const
{
    const int index = indexOf(id);
    return index < 0 ? QString() : start.plan.at(index).settings.value(key);
}

bool LoopState::isOver() const
{
    return status == LoopStatus::Completed || status == LoopStatus::Failed
        || status == LoopStatus::Cancelled;
}

QStringList loopStateEventTypes()
{
    QStringList types = catalog::allTypes();
    for (const QString& other :
         {catalog::typeNameOf<TranscriptAppended>(), catalog::typeNameOf<GateLogAppended>(),
          catalog::typeNameOf<AgentSessionStarted>(), catalog::typeNameOf<AgentSessionEnded>()}) {
        types.removeAll(other);
    }
    return types;
}

} // namespace tamma::workflow
