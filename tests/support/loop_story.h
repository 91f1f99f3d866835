// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error_code.h"
#include "core/events/identity_tags.h"
#include "core/workflow/loop_state.h"
#include "core/workflow/standard_workflow.h"
#include "core/workflow/step_ids.h"

namespace tamma::test {

/// The events of one loop, told one after another: for tests of folds.
class LoopStory {
public:
    LoopStory()
    {
        say(events::LoopStarted{
            LoopId(QStringLiteral("loop-1")), IssueId(QStringLiteral("issue-1")),
            workflow::STANDARD_WORKFLOW, QStringLiteral("dev"), QStringLiteral("/repository"),
            QStringLiteral("main"), QStringLiteral("base"), QStringLiteral("playback"),
            QStringLiteral("mia"), workflow::standardPlan({})});
    }

    LoopStory& say(const events::Payload& payload)
    {
        const qint64 position = stored.size() + 1;
        events::Tags tags = events::identityTags(payload);
        tags.insert(events::tag::LOOP, loop.text());
        tags.insert(events::tag::ISSUE, QStringLiteral("issue-1"));
        stored.append({Position{position},
                       {EventId(QString::number(position)),
                        Timestamp(std::chrono::milliseconds(position * 1000)),
                        tags,
                        {},
                        payload}});
        return *this;
    }
    LoopStory& start(const StepId& step, int attempt = 1)
    {
        return say(events::StepStarted{loop, step, step.text(), attempt});
    }
    LoopStory& pass(const StepId& step, int attempt = 1)
    {
        start(step, attempt);
        return say(events::StepCompleted{loop, step, attempt, false, QStringLiteral("done")});
    }
    LoopStory& fail(const StepId& step, const ErrorCode& code, bool retryable = false)
    {
        start(step);
        return say(
            events::StepFailed{loop, step, 1, code.text(), QStringLiteral("why"), retryable});
    }
    /// Passes every step of the plan before `step`.
    LoopStory& passUntil(const StepId& step)
    {
        for (const events::PlannedStep& planned : state().start.plan) {
            if (planned.id == step) {
                break;
            }
            pass(planned.id);
        }
        return *this;
    }
    LoopStory& failGate(const StepId& step, const QString& gate)
    {
        events::Verdict verdict;
        verdict.gateId = GateId(gate);
        verdict.stepId = step;
        verdict.summary = QStringLiteral("2 of 9 tests failed");
        verdict.logTail = QStringLiteral("the tail");
        say(events::GateFailed{loop, verdict});
        return fail(step, errors::GATE_FAILED);
    }
    LoopStory& ask(const StepId& step, const QString& kind)
    {
        events::ApprovalRequested request;
        request.approvalId = ApprovalId(QStringLiteral("approval-%1").arg(stored.size()));
        request.loopId = loop;
        request.stepId = step;
        request.kind = kind;
        approval = request.approvalId;
        return say(request);
    }

    [[nodiscard]] workflow::LoopState state() const
    {
        workflow::LoopState folded;
        for (const events::StoredEvent& one : stored) {
            folded.apply(one);
        }
        return folded;
    }

    LoopId loop{QStringLiteral("loop-1")};
    ApprovalId approval; ///< The newest one.
    QList<events::StoredEvent> stored;
};

} // namespace tamma::test
