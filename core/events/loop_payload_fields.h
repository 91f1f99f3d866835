// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/events/event.h"

namespace tamma::events {

// The part of payload_fields.h that is about loops and their steps.

template <typename V> void fields(V& visit, PlannedStep& p)
{
    visit("id", p.id);
    visit("name", p.name);
    visit("settings", p.settings);
}
template <typename V> void fields(V& visit, LoopStarted& p)
{
    visit("loopId", p.loopId);
    visit("issueId", p.issueId);
    visit("workflow", p.workflow);
    visit("mode", p.mode);
    visit("repository", p.repository);
    visit("baseBranch", p.baseBranch);
    visit("baseCommit", p.baseCommit);
    visit("provider", p.provider);
    visit("requestedBy", p.requestedBy);
    visit("plan", p.plan);
    visit("priority", p.priority);
    visit("budgetUsd", p.budgetUsd);
}
template <typename V> void fields(V& visit, StepStarted& p)
{
    visit("loopId", p.loopId);
    visit("stepId", p.stepId);
    visit("stepName", p.stepName);
    visit("attempt", p.attempt);
    visit("leaseGeneration", p.leaseGeneration);
}
template <typename V> void fields(V& visit, StepCompleted& p)
{
    visit("loopId", p.loopId);
    visit("stepId", p.stepId);
    visit("attempt", p.attempt);
    visit("skipped", p.skipped);
    visit("summary", p.summary);
}
template <typename V> void fields(V& visit, StepFailed& p)
{
    visit("loopId", p.loopId);
    visit("stepId", p.stepId);
    visit("attempt", p.attempt);
    visit("errorCode", p.errorCode);
    visit("detail", p.detail);
    visit("retryable", p.retryable);
    visit("retryAfterMs", p.retryAfterMs);
}
template <typename V> void fields(V& visit, StepWaiting& p)
{
    visit("loopId", p.loopId);
    visit("stepId", p.stepId);
    visit("attempt", p.attempt);
    visit("waitsFor", p.waitsFor);
    visit("detail", p.detail);
    visit("retryAfterMs", p.retryAfterMs);
}
template <typename V> void fields(V& visit, StepRerunRequested& p)
{
    visit("loopId", p.loopId);
    visit("stepId", p.stepId);
    visit("by", p.by);
    visit("hint", p.hint);
}
template <typename V> void fields(V& visit, LoopForked& p)
{
    visit("loopId", p.loopId);
    visit("fromLoop", p.fromLoop);
    visit("stepId", p.stepId);
    visit("by", p.by);
    visit("hint", p.hint);
    visit("authors", p.authors);
}
template <typename V> void fields(V& visit, LoopCompleted& p)
{
    visit("loopId", p.loopId);
    visit("summary", p.summary);
}
template <typename V> void fields(V& visit, LoopFailed& p)
{
    visit("loopId", p.loopId);
    visit("stepId", p.stepId);
    visit("errorCode", p.errorCode);
    visit("detail", p.detail);
}
template <typename V> void fields(V& visit, LoopPaused& p)
{
    visit("loopId", p.loopId);
    visit("by", p.by);
    visit("reason", p.reason);
}
template <typename V> void fields(V& visit, LoopResumed& p)
{
    visit("loopId", p.loopId);
    visit("by", p.by);
}
template <typename V> void fields(V& visit, LoopPrioritized& p)
{
    visit("loopId", p.loopId);
    visit("priority", p.priority);
    visit("by", p.by);
}
template <typename V> void fields(V& visit, LoopCancelled& p)
{
    visit("loopId", p.loopId);
    visit("by", p.by);
    visit("reason", p.reason);
}

} // namespace tamma::events
