// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/events/event.h"
#include "core/events/loop_payload_fields.h"

namespace tamma::events {

// The JSON names of every payload's fields, once for both directions: `visit(name, field)`.
// Names are frozen.

template <typename V> void fields(V& visit, IssueCreated& p)
{
    visit("issueId", p.issueId);
    visit("number", p.number);
    visit("repository", p.repository);
    visit("title", p.title);
    visit("body", p.body);
    visit("labels", p.labels);
    visit("author", p.author);
}
template <typename V> void fields(V& visit, IssueEdited& p)
{
    visit("issueId", p.issueId);
    visit("title", p.title);
    visit("body", p.body);
}
template <typename V> void fields(V& visit, IssueLabelled& p)
{
    visit("issueId", p.issueId);
    visit("labels", p.labels);
}
template <typename V> void fields(V& visit, IssueCommented& p)
{
    visit("issueId", p.issueId);
    visit("author", p.author);
    visit("text", p.text);
}
template <typename V> void fields(V& visit, IssueClosed& p)
{
    visit("issueId", p.issueId);
    visit("reason", p.reason);
}
template <typename V> void fields(V& visit, IssueAssigned& p)
{
    visit("issueId", p.issueId);
    visit("loopId", p.loopId);
    visit("userId", p.assignee);
    visit("branch", p.branch);
}
template <typename V> void fields(V& visit, ContextItem& p)
{
    visit("kind", p.kind);
    visit("path", p.path);
    visit("reason", p.reason);
    visit("tokens", p.tokens);
}
template <typename V> void fields(V& visit, ContextGathered& p)
{
    visit("loopId", p.loopId);
    visit("items", p.items);
    visit("tokens", p.tokens);
    visit("budget", p.budget);
    visit("text", p.text);
}
template <typename V> void fields(V& visit, ResearchCompleted& p)
{
    visit("loopId", p.loopId);
    visit("summary", p.summary);
    visit("files", p.files);
    visit("approach", p.approach);
    visit("risks", p.risks);
}
template <typename V> void fields(V& visit, OpenQuestion& p)
{
    visit("text", p.text);
    visit("options", p.options);
    visit("assumption", p.assumption);
}
template <typename V> void fields(V& visit, AmbiguityChecked& p)
{
    visit("loopId", p.loopId);
    visit("ambiguous", p.ambiguous);
    visit("score", p.score);
    visit("questions", p.questions);
}
template <typename V> void fields(V& visit, AgentSessionStarted& p)
{
    visit("loopId", p.loopId);
    visit("stepId", p.stepId);
    visit("sessionId", p.sessionId);
    visit("provider", p.provider);
    visit("model", p.model);
    visit("recorded", p.recorded);
    visit("prompt", p.prompt);
    visit("turn", p.turn);
}
template <typename V> void fields(V& visit, TranscriptEntry& p)
{
    visit("kind", p.kind);
    visit("text", p.text);
    visit("tool", p.tool);
    visit("path", p.path);
    visit("failed", p.failed);
    visit("sinceStartMs", p.sinceStartMs);
}
template <typename V> void fields(V& visit, TranscriptAppended& p)
{
    visit("loopId", p.loopId);
    visit("sessionId", p.sessionId);
    visit("entries", p.entries);
}
template <typename V> void fields(V& visit, AgentSessionEnded& p)
{
    visit("loopId", p.loopId);
    visit("sessionId", p.sessionId);
    visit("outcome", p.outcome);
    visit("errorCode", p.errorCode);
    visit("detail", p.detail);
    visit("inputTokens", p.inputTokens);
    visit("outputTokens", p.outputTokens);
    visit("costUsd", p.costUsd);
    visit("durationMs", p.durationMs);
}
template <typename V> void fields(V& visit, CodeGenerated& p)
{
    visit("loopId", p.loopId);
    visit("attempt", p.attempt);
    visit("commit", p.commit);
    visit("baseCommit", p.baseCommit);
    visit("filesChanged", p.filesChanged);
    visit("linesAdded", p.linesAdded);
    visit("linesRemoved", p.linesRemoved);
    visit("summary", p.summary);
}
template <typename V> void fields(V& visit, WorkRestored& p)
{
    visit("loopId", p.loopId);
    visit("repository", p.repository);
    visit("ref", p.ref);
    visit("commit", p.commit);
    visit("branch", p.branch);
    visit("folder", p.folder);
    visit("by", p.by);
}
template <typename V> void fields(V& visit, WorkRestoreUndone& p)
{
    visit("loopId", p.loopId);
    visit("repository", p.repository);
    visit("ref", p.ref);
    visit("branch", p.branch);
    visit("by", p.by);
}
template <typename V> void fields(V& visit, Finding& p)
{
    visit("rule", p.rule);
    visit("severity", p.severity);
    visit("file", p.file);
    visit("line", p.line);
    visit("message", p.message);
    visit("source", p.source);
}
template <typename V> void fields(V& visit, Verdict& p)
{
    visit("gateId", p.gateId);
    visit("stepId", p.stepId);
    visit("attempt", p.attempt);
    visit("commit", p.commit);
    visit("command", p.command);
    visit("exitCode", p.exitCode);
    visit("timedOut", p.timedOut);
    visit("durationMs", p.durationMs);
    visit("logHash", p.logHash);
    visit("logTail", p.logTail);
    visit("sandbox", p.sandbox);
    visit("environment", p.environment);
    visit("findings", p.findings);
    visit("summary", p.summary);
    visit("flaky", p.flaky);
    visit("needsPerson", p.needsPerson);
}
template <typename V> void fields(V& visit, GatePassed& p)
{
    visit("loopId", p.loopId);
    visit("verdict", p.verdict);
}
template <typename V> void fields(V& visit, GateFailed& p)
{
    visit("loopId", p.loopId);
    visit("verdict", p.verdict);
}
template <typename V> void fields(V& visit, GateLogAppended& p)
{
    visit("loopId", p.loopId);
    visit("stepId", p.stepId);
    visit("attempt", p.attempt);
    visit("text", p.text);
}
template <typename V> void fields(V& visit, Evidence& p)
{
    visit("commit", p.commit);
    visit("baseCommit", p.baseCommit);
    visit("diffDigest", p.diffDigest);
    visit("verdicts", p.verdicts);
}
template <typename V> void fields(V& visit, ApprovalRequested& p)
{
    visit("approvalId", p.approvalId);
    visit("loopId", p.loopId);
    visit("stepId", p.stepId);
    visit("kind", p.kind);
    visit("question", p.question);
    visit("summary", p.summary);
    visit("reasons", p.reasons);
    visit("breaking", p.breaking);
    visit("evidence", p.evidence);
    visit("quorum", p.quorum);
    visit("mayNotDecide", p.mayNotDecide);
    visit("dueAfterMs", p.dueAfterMs);
    visit("escalateTo", p.escalateTo);
    visit("routine", p.routine);
}
template <typename V> void fields(V& visit, ApprovalGranted& p)
{
    visit("approvalId", p.approvalId);
    visit("loopId", p.loopId);
    visit("by", p.by);
    visit("note", p.note);
    visit("evidence", p.evidence);
}
template <typename V> void fields(V& visit, LineComment& p)
{
    visit("file", p.file);
    visit("line", p.line);
    visit("quote", p.quote);
    visit("text", p.text);
}
template <typename V> void fields(V& visit, ApprovalRejected& p)
{
    visit("approvalId", p.approvalId);
    visit("loopId", p.loopId);
    visit("by", p.by);
    visit("reason", p.reason);
    visit("comments", p.comments);
}
template <typename V> void fields(V& visit, ApprovalQuestionAsked& p)
{
    visit("approvalId", p.approvalId);
    visit("loopId", p.loopId);
    visit("by", p.by);
    visit("text", p.text);
    visit("questionId", p.questionId);
}
template <typename V> void fields(V& visit, ApprovalQuestionAnswered& p)
{
    visit("approvalId", p.approvalId);
    visit("loopId", p.loopId);
    visit("provider", p.provider);
    visit("text", p.text);
    visit("questionId", p.questionId);
}
template <typename V> void fields(V& visit, ApprovalVoided& p)
{
    visit("approvalId", p.approvalId);
    visit("loopId", p.loopId);
    visit("reason", p.reason);
}
template <typename V> void fields(V& visit, ApprovalSnoozed& p)
{
    visit("approvalId", p.approvalId);
    visit("loopId", p.loopId);
    visit("by", p.by);
    visit("forMs", p.forMs);
}
template <typename V> void fields(V& visit, ApprovalSnoozeEnded& p)
{
    visit("approvalId", p.approvalId);
    visit("loopId", p.loopId);
    visit("by", p.by);
}
template <typename V> void fields(V& visit, ApprovalDelegated& p)
{
    visit("approvalId", p.approvalId);
    visit("loopId", p.loopId);
    visit("by", p.by);
    visit("to", p.to);
    visit("reason", p.reason);
}
template <typename V> void fields(V& visit, ApprovalDueSoon& p)
{
    visit("approvalId", p.approvalId);
    visit("loopId", p.loopId);
}
template <typename V> void fields(V& visit, ApprovalEscalated& p)
{
    visit("approvalId", p.approvalId);
    visit("loopId", p.loopId);
    visit("to", p.to);
    visit("because", p.because);
}
template <typename V> void fields(V& visit, PullRequestOpened& p)
{
    visit("pullRequestId", p.pullRequestId);
    visit("loopId", p.loopId);
    visit("issueId", p.issueId);
    visit("number", p.number);
    visit("branch", p.branch);
    visit("baseBranch", p.baseBranch);
    visit("commit", p.commit);
    visit("title", p.title);
    visit("description", p.description);
}
template <typename V> void fields(V& visit, PullRequestUpdated& p)
{
    visit("pullRequestId", p.pullRequestId);
    visit("loopId", p.loopId);
    visit("commit", p.commit);
    visit("description", p.description);
}
template <typename V> void fields(V& visit, PullRequestMerged& p)
{
    visit("pullRequestId", p.pullRequestId);
    visit("loopId", p.loopId);
    visit("mergeCommit", p.mergeCommit);
    visit("baseBranch", p.baseBranch);
    visit("checkoutUpdated", p.checkoutUpdated);
}
template <typename V> void fields(V& visit, DeploymentCompleted& p)
{
    visit("loopId", p.loopId);
    visit("commit", p.commit);
    visit("command", p.command);
    visit("exitCode", p.exitCode);
    visit("durationMs", p.durationMs);
    visit("logTail", p.logTail);
}

template <typename V> void fields(V& visit, PersonErased& p)
{
    visit("person", p.person);
    visit("events", p.events);
}

/// Only asks whether a type has its fields listed here.
struct ProbeVisitor {
    template <typename T> void operator()(const char*, T&) { }
};
template <typename T>
concept HasFields = requires(T& value, ProbeVisitor& probe) { fields(probe, value); };

} // namespace tamma::events
