// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflow/loop_state.h"

#include "core/base/error_code.h"
#include "core/workflow/feedback_words.h"
#include "core/workflow/step_ids.h"

#include <algorithm>

namespace tamma::workflow {

using namespace events;
using namespace Qt::StringLiterals;

namespace {

constexpr std::chrono::milliseconds LONGEST_WAIT = std::chrono::days(30);
constexpr std::chrono::minutes CLOCK_SKEW(1); // Between the hosts of one record.

/// One overload for each payload that changes the state; the rest fall through to the template.
class Fold {
public:
    Fold(LoopState& state, Timestamp now)
        : m_state(state)
        , m_now(now)
    {
    }

    template <typename T> void operator()(const T&) { }

    void operator()(const LoopStarted& e)
    {
        m_state.start = e;
        addAuthors({e.requestedBy});
        m_state.status = LoopStatus::Queued;
        m_state.priority = e.priority;
        m_state.budgetUsd = e.budgetUsd;
    }
    void operator()(const IssueAssigned& e) { m_state.branch = e.branch; }
    void operator()(const ContextGathered& e) { m_state.context = e; }
    void operator()(const ResearchCompleted& e) { m_state.research = e; }
    void operator()(const AmbiguityChecked& e) { m_state.ambiguity = e; }

    void operator()(const StepStarted& e)
    {
        StepProgress& progress = m_state.steps[e.stepId];
        progress = {StepStatus::Running, e.attempt};
        m_state.cursor = m_state.indexOf(e.stepId);
        goOn();
    }
    void operator()(const StepWaiting& e)
    {
        m_state.steps[e.stepId].detail = e.detail;
        m_state.parked = e.waitsFor != u"land"_s; // Who stands in line has not begun.
        waitUntil(e.waitsFor, e.retryAfterMs);
    }
    void operator()(const StepCompleted& e)
    {
        StepProgress& progress = m_state.steps[e.stepId];
        progress.status = e.skipped ? StepStatus::Skipped : StepStatus::Passed;
        progress.summary = e.summary;
        m_state.cursor = nextUndone(m_state.indexOf(e.stepId) + 1);
        goOn();
    }
    void operator()(const StepFailed& e)
    {
        StepProgress& progress = m_state.steps[e.stepId];
        progress.status = StepStatus::Failed;
        progress.errorCode = e.errorCode;
        progress.detail = e.detail;
        progress.retryable = e.retryable;
        goOn();
        const int failures = ++m_state.failures[e.stepId];
        const bool isStale = e.errorCode == errors::EVIDENCE_CHANGED.name();
        if (isStale) {
            m_state.mergeApproval.reset();
        }
        const bool agentCanMend = e.errorCode == errors::GATE_FAILED.name()
            || e.errorCode == errors::NOTHING_DONE.name()
            || e.errorCode == errors::MERGE_CONFLICT.name();
        if (failures >= triesOf(e, agentCanMend) || !(agentCanMend || isStale || e.retryable)) {
            m_state.escalation = e.stepId;
        } else if (isStale) {
            goBackToTheGates(e.stepId);
        } else if (agentCanMend) {
            const bool gateSaidIt
                = e.errorCode == errors::GATE_FAILED.name() && e.stepId != step::MERGE;
            sendBackToAgent(gateSaidIt ? std::nullopt
                                       : std::optional(Feedback{u"step"_s, e.detail}));
        } else {
            waitUntil(u"retry"_s, e.retryAfterMs);
        }
    }
    void operator()(const StepRerunRequested& e)
    {
        ++m_state.reruns;
        m_state.failures.clear();
        m_state.escalation.reset();
        m_state.givenUp.reset();
        m_state.mergeApproval.reset();
        if (!e.hint.isEmpty()) {
            m_state.feedback.append({u"hint"_s, e.hint});
            addAuthors({e.by});
        }
        for (StepProgress& progress : m_state.steps) {
            progress.status
                = progress.status == StepStatus::Failed ? StepStatus::Pending : progress.status;
        }
        goTo(e.stepId);
    }
    void operator()(const LoopForked& e)
    {
        m_state.forkOf = e.fromLoop;
        addAuthors(e.authors);
        if (!e.hint.isEmpty()) {
            m_state.feedback.append({u"hint"_s, e.hint});
        }
        m_state.cursor = nextUndone(0);
    }
    void operator()(const AgentSessionEnded& e) { m_state.spentUsd += e.costUsd; }

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
        m_state.feedback.append({u"gate:"_s + e.verdict.gateId.text(), wordsOf(e.verdict)});
    }

    void operator()(const ApprovalRequested& e)
    {
        m_state.openApproval = e;
        m_state.grantedBy.clear();
        m_state.askedAt = m_now;
        m_state.warned = false;
        m_state.escalated = false;
        m_state.parked = true;
    }
    void operator()(const ApprovalDueSoon& e) { m_state.warned |= isOpen(e.approvalId); }
    void operator()(const ApprovalEscalated& e) { m_state.escalated |= isOpen(e.approvalId); }
    void operator()(const ApprovalGranted& e)
    {
        if (!isLastOfTheQuorum(e)) {
            return;
        }
        const QString kind = closeApproval(e.approvalId);
        if (kind == u"merge"_s) {
            m_state.mergeApproval = e;
        } else if (kind == u"clarification"_s) {
            m_state.answers.append(e.note);
        } else if (kind == u"escalation"_s) {
            helpArrived(e.note);
        } else if (kind == u"budget"_s) {
            m_state.budgetUsd = m_state.spentUsd + m_state.start.budgetUsd;
            m_state.parked = false;
        }
    }
    void operator()(const ApprovalRejected& e)
    {
        const QString kind = closeApproval(e.approvalId);
        if (kind == u"merge"_s) {
            m_state.failures.clear();
            sendBackToAgent(Feedback{u"person"_s, wordsOf(e)});
        } else if (!kind.isEmpty()) {
            giveUp(kind, e.reason);
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
    void operator()(const PullRequestMerged& e)
    {
        m_state.merged = e;
        if (m_state.cursor < m_state.indexOf(step::MERGE)) { // Somebody wanted a step again.
            goTo(step::MERGE);
        }
    }
    void operator()(const LoopCompleted&) { m_state.status = LoopStatus::Completed; }
    void operator()(const LoopFailed&) { m_state.status = LoopStatus::Failed; }
    void operator()(const LoopPaused&) { m_state.paused = true; }
    void operator()(const LoopResumed&)
    {
        m_state.paused = false;
        m_state.waitsFor.clear(); // Whoever resumes does not want to wait.
        m_state.notBefore = {};
    }
    void operator()(const LoopPrioritized& e) { m_state.priority = e.priority; }
    void operator()(const LoopCancelled&)
    {
        m_state.status = LoopStatus::Cancelled;
        m_state.openApproval.reset();
    }

private:
    /// Who answers what Tamma asks is no author: that is what deciding means.
    void addAuthors(const QStringList& names)
    {
        m_state.authors.append(names);
        m_state.authors.removeDuplicates();
    }
    /// How often the step may fail. A project may want more or fewer tries of what could not work;
    /// what was judged and did not pass is never tried more than three times.
    int triesOf(const StepFailed& e, bool agentCanMend) const
    {
        const int wanted = m_state.setting(e.stepId, u"maxAttempts"_s).toInt();
        const int tries = wanted > 0 ? wanted : MAX_GATE_RETRIES;
        return agentCanMend ? std::min(tries, MAX_GATE_RETRIES) : tries;
    }
    /// A fork has steps behind the next one that are done already.
    int nextUndone(int index) const
    {
        const auto isDone = [this](int i) {
            const StepStatus status = m_state.progress(m_state.start.plan.at(i).id).status;
            return status == StepStatus::Passed || status == StepStatus::Skipped;
        };
        while (index < m_state.start.plan.size() && isDone(index)) {
            ++index;
        }
        return index;
    }
    void goOn()
    {
        m_state.parked = false;
        m_state.waitsFor.clear();
        m_state.notBefore = {};
    }
    void waitUntil(const QString& what, qint64 afterMs)
    {
        m_state.waitsFor = what;
        m_state.waitMs = std::clamp<qint64>(afterMs, 0, LONGEST_WAIT.count());
        m_state.notBefore = m_now + std::chrono::milliseconds(m_state.waitMs);
    }
    void giveUp(const QString& kind, const QString& reason)
    {
        const QList<PlannedStep>& plan = m_state.start.plan;
        const StepId step = m_state.escalation.value_or(
            m_state.cursor < plan.size() ? plan.at(m_state.cursor).id : StepId());
        const StepProgress progress = m_state.progress(step);
        m_state.givenUp = kind == u"budget"_s
            ? Surrender{step, errors::BUDGET_SPENT.text(), reason}
            : Surrender{step, progress.errorCode, progress.detail};
    }
    void judge(const Verdict& verdict)
    {
        const bool isAboutItsMerge = verdict.stepId == step::MERGE; // Not about the change itself.
        if (!isAboutItsMerge) {
            m_state.verdicts[verdict.gateId] = verdict;
        }
        ++m_state.judged[verdict.gateId];
    }
    void goTo(const StepId& id)
    {
        if (m_state.indexOf(id) < 0) {
            return; // A plan without that step goes on where it is.
        }
        const int index = allowed(m_state.indexOf(id));
        m_state.cursor = index;
        goOn();
        for (int i = index; i < m_state.start.plan.size(); ++i) {
            StepProgress& progress = m_state.steps[m_state.start.plan.at(i).id];
            if (progress.status != StepStatus::Failed) {
                progress.status = StepStatus::Pending;
            }
        }
    }
    /// What the gates said was about something else: they judge anew before a person decides.
    void goBackToTheGates(const StepId& from)
    {
        const int first = m_state.indexOf(step::CODE_GENERATION) + 1;
        goTo(first > 0 && first < m_state.indexOf(from) ? m_state.start.plan.at(first).id : from);
    }
    /// Nothing behind the approval happens without one, and nothing before the merge after it.
    int allowed(int index) const
    {
        const int approval = m_state.indexOf(step::APPROVAL_GATE);
        if (m_state.merged) {
            return std::max(index, m_state.indexOf(step::MERGE) + 1);
        }
        return m_state.mergeApproval || approval < 0 ? index : std::min(index, approval);
    }
    void sendBackToAgent(const std::optional<Feedback>& feedback)
    {
        if (feedback) {
            m_state.feedback.append(*feedback);
        }
        goTo(step::CODE_GENERATION);
    }
    bool isOpen(const ApprovalId& id) const
    {
        return m_state.openApproval && m_state.openApproval->approvalId == id;
    }
    bool isLastOfTheQuorum(const ApprovalGranted& e)
    {
        if (!isOpen(e.approvalId)) {
            return false;
        }
        if (!m_state.grantedBy.contains(e.by)) {
            m_state.grantedBy.append(e.by);
        }
        return m_state.grantedBy.size() >= m_state.openApproval->quorum;
    }
    QString closeApproval(const ApprovalId& id)
    {
        if (!isOpen(id)) {
            return {};
        }
        const QString kind = m_state.openApproval->kind;
        m_state.openApproval.reset();
        return kind;
    }
    void helpArrived(const QString& hint)
    {
        ++m_state.reruns;
        m_state.failures.clear();
        const StepId failed = m_state.escalation.value_or(step::CODE_GENERATION);
        const bool isGate = m_state.progress(failed).errorCode == errors::GATE_FAILED.name();
        m_state.escalation.reset();
        goOn();
        if (!hint.isEmpty()) {
            m_state.feedback.append({u"hint"_s, hint});
        }
        const bool needsWork = !m_state.merged && (isGate || !hint.isEmpty());
        goTo(needsWork ? step::CODE_GENERATION : failed);
    }

    LoopState& m_state;
    Timestamp m_now;
};

/// Where a loop that lives is.
LoopStatus present(const LoopState& state)
{
    if (state.openApproval) {
        return LoopStatus::NeedsYou;
    }
    if (state.paused) {
        return LoopStatus::Paused;
    }
    if (!state.waitsFor.isEmpty()) {
        return LoopStatus::Waiting;
    }
    return state.steps.isEmpty() ? LoopStatus::Queued : LoopStatus::Running;
}

} // namespace

void LoopState::apply(const StoredEvent& stored)
{
    std::visit(Fold(*this, stored.event.timestamp), stored.event.payload);
    if (status != LoopStatus::Unknown && !isOver()) {
        status = present(*this);
    }
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

bool LoopState::mustWait(Timestamp now) const
{
    return now < notBefore && notBefore - now <= std::chrono::milliseconds(waitMs) + CLOCK_SKEW;
}

bool LoopState::isOver() const
{
    return status == LoopStatus::Completed || status == LoopStatus::Failed
        || status == LoopStatus::Cancelled;
}

} // namespace tamma::workflow
