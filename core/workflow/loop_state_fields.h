// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/events/payload_fields.h"
#include "core/workflow/loop_state.h"

namespace tamma::workflow {

// The fields of the state of a loop, for snapshots: `visit(name, field)`.

template <typename V> void fields(V& visit, StepProgress& p)
{
    visit("status", p.status);
    visit("starts", p.starts);
    visit("summary", p.summary);
    visit("errorCode", p.errorCode);
    visit("detail", p.detail);
    visit("retryable", p.retryable);
}
template <typename V> void fields(V& visit, Feedback& p)
{
    visit("source", p.source);
    visit("text", p.text);
}
template <typename V> void fields(V& visit, Surrender& p)
{
    visit("step", p.step);
    visit("errorCode", p.errorCode);
    visit("detail", p.detail);
}
template <typename V> void fields(V& visit, LoopState& p)
{
    visit("status", p.status);
    visit("start", p.start);
    visit("seenUpTo", p.seenUpTo);
    visit("newest", p.newest);
    visit("cursor", p.cursor);
    visit("steps", p.steps);
    visit("authors", p.authors);
    visit("forkOf", p.forkOf);
    visit("branch", p.branch);
    visit("context", p.context);
    visit("research", p.research);
    visit("ambiguity", p.ambiguity);
    visit("answers", p.answers);
    visit("code", p.code);
    visit("attempts", p.attempts);
    visit("feedback", p.feedback);
    visit("verdicts", p.verdicts);
    visit("judged", p.judged);
    visit("reruns", p.reruns);
    visit("failures", p.failures);
    visit("priority", p.priority);
    visit("spentUsd", p.spentUsd);
    visit("budgetUsd", p.budgetUsd);
    visit("pullRequest", p.pullRequest);
    visit("parked", p.parked);
    visit("paused", p.paused);
    visit("waitsFor", p.waitsFor);
    visit("notBefore", p.notBefore);
    visit("waitMs", p.waitMs);
    visit("escalation", p.escalation);
    visit("openApproval", p.openApproval);
    visit("grantedBy", p.grantedBy);
    visit("askedAt", p.askedAt);
    visit("warned", p.warned);
    visit("escalated", p.escalated);
    visit("mergeApproval", p.mergeApproval);
    visit("givenUp", p.givenUp);
    visit("merged", p.merged);
}

} // namespace tamma::workflow
