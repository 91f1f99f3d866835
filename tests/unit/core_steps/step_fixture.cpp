// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/core_steps/step_fixture.h"

#include "core/events/identity_tags.h"
#include "core/git/merge.h"
#include "core/workflow/standard_workflow.h"
#include "core/workflow/step_ids.h"

#include <QFile>
#include <QJsonDocument>

namespace tamma::tests {

using namespace Qt::StringLiterals;
using providers::AgentOutcome;
using steps::StepOutcome;

Result<AgentOutcome> ScriptedProvider::run(const providers::AgentTask& task,
                                           providers::AgentListener& listener, std::stop_token)
{
    tasks.append(task);
    for (const QString& word : words) {
        listener.onEntry({u"text"_s, word});
    }
    return act(task);
}

Result<gates::GateOutcome> ScriptedGate::check(const gates::GateRequest& request,
                                               gates::GateListener& listener, std::stop_token)
{
    requests.append(request);
    listener.onLog(u"log of "_s + m_id.text());
    if (work) {
        work(listener);
    }
    gates::GateOutcome outcome{next, {}};
    outcome.verdict.gateId = m_id;
    outcome.verdict.stepId = request.stepId;
    outcome.verdict.attempt = request.attempt;
    outcome.verdict.commit = request.commit;
    outcome.verdict.logHash = u"hash-%1"_s.arg(requests.size());
    outcome.verdict.logTail = u"tail of "_s + m_id.text();
    outcome.verdict.summary = next == gates::GateOutcome::Kind::Passed ? u"It passed."_s
        : next == gates::GateOutcome::Kind::Failed                     ? u"It failed."_s
                                                                       : u"Nothing to do here."_s;
    return outcome;
}

Result<platforms::Issue> OneIssuePlatform::issue(const IssueId& id) const
{
    if (id != only.id) {
        return failure(errors::NOT_FOUND, id.text());
    }
    return only;
}

Result<events::IssueCreated> OneIssuePlatform::createIssue(const platforms::IssueDraft& draft)
{
    return failure(errors::INVALID_ARGUMENT, draft.title);
}

Result<events::Payload> OneIssuePlatform::openPullRequest(const platforms::PullRequestDraft& draft)
{
    if (opened) {
        return events::PullRequestUpdated{opened->pullRequestId, draft.loopId, draft.commit,
                                          draft.description};
    }
    opened = events::PullRequestOpened{
        PullRequestId(u"pr"_s), draft.loopId, draft.issueId,    1, draft.branch, draft.baseBranch,
        draft.commit,           draft.title,  draft.description};
    return *opened;
}

namespace {

git::MergePlan planOf(const platforms::MergeRequest& request)
{
    return {request.pullRequest.baseBranch,
            request.commit,
            request.message,
            {u"Tamma"_s, u"tamma@localhost"_s, StandingClock().now()},
            request.prepared};
}

} // namespace

Result<git::PreparedMerge> OneIssuePlatform::prepareMerge(const platforms::MergeRequest& request)
{
    TRY_ASSIGN(const auto repository, git::Repository::open(request.repository));
    return git::prepareMerge(repository, planOf(request), request.pullRequest.loopId.text());
}

Result<events::PullRequestMerged> OneIssuePlatform::merge(const platforms::MergeRequest& request)
{
    beforeMerge();
    TRY_ASSIGN(const auto repository, git::Repository::open(request.repository));
    TRY_ASSIGN(const auto outcome, git::mergeIntoBranch(repository, planOf(request)));
    merges += outcome.alreadyMerged ? 0 : 1;
    return events::PullRequestMerged{request.pullRequest.pullRequestId, request.pullRequest.loopId,
                                     outcome.commit, request.pullRequest.baseBranch,
                                     !outcome.updatedCheckouts.isEmpty()};
}

StepFixture::StepFixture()
    : worktrees(repository.outside(u"worktrees"_s))
    , services{[this](const ProviderId& id) -> providers::AiProvider* {
                   return id == provider.id() ? &provider : nullptr;
               },
               [this](const GateId& id) -> gates::Gate* { return gates.value(id).get(); },
               platform,
               worktrees,
               ids,
               clock,
               said}
    , steps(steps::builtinSteps(services))
{
    for (const QString& name :
         {u"build"_s, u"test"_s, u"quality"_s, u"tamper"_s, u"security"_s, u"ci"_s}) {
        gates.insert(GateId(name), std::make_shared<ScriptedGate>(GateId(name)));
    }
    provider.act = agreeableAgent;
    const QString base = repository.commit({{u"README.md"_s, "# Invoices\n\nAdds up invoices.\n"},
                                            {u"src/money.cpp"_s,
                                             "int vat(int net)\n{\n"
                                             "    return net * 19 / 100;\n}\n"}});
    platform.only = {IssueId(u"issue-1"_s),
                     7,
                     repository.path(),
                     u"VAT is a cent too low"_s,
                     u"vat() must round."_s,
                     {u"bug"_s},
                     u"ada"_s,
                     {},
                     false};
    record(events::LoopStarted{LoopId(u"0198-loop-00000001"_s), platform.only.id,
                               workflow::STANDARD_WORKFLOW, u"dev"_s, repository.path(), u"main"_s,
                               base, u"scripted"_s, u"ada"_s, workflow::standardPlan({})});
}

void StepFixture::record(const events::Payload& payload)
{
    events::StoredEvent stored;
    stored.position = Position{++m_position};
    stored.event.payload = payload;
    state.apply(stored);
}

void StepFixture::store(const events::Payload& payload)
{
    events::Tags tags = events::identityTags(payload);
    tags.insert(events::tag::ISSUE, state.start.issueId.text());
    const events::Event event{EventId(ids.next()), clock.now(), tags, {}, payload};
    if (const auto kept = said.append({event}, events::AppendGuard::none()); !kept) {
        qFatal("%s", qPrintable(kept.error().detail));
    }
}

StepOutcome StepFixture::start(const StepId& id)
{
    const auto step = std::ranges::find_if(steps, [&id](const auto& s) { return s->id() == id; });
    if (step == steps.end()) {
        qFatal("there is no step %s", qPrintable(id.text()));
    }
    if (!state.parked) {
        record(
            events::StepStarted{state.start.loopId, id, id.text(), state.progress(id).starts + 1});
    }
    return (*step)->run(state, state.progress(id).starts, listener, stop.get_token());
}

StepOutcome StepFixture::run(const StepId& id)
{
    last = start(id);
    for (const events::Payload& payload : last.payloads) {
        record(payload);
    }
    const int attempt = state.progress(id).starts;
    if (last.kind == StepOutcome::Kind::Failed) {
        record(events::StepFailed{state.start.loopId, id, attempt, last.error.code.text(),
                                  last.error.detail, last.error.retryable});
    } else if (last.kind != StepOutcome::Kind::WaitsForPerson) {
        record(events::StepCompleted{state.start.loopId, id, attempt,
                                     last.kind == StepOutcome::Kind::Skipped, last.summary});
    }
    return last;
}

void StepFixture::runUpTo(const StepId& id)
{
    while (state.cursor <= state.indexOf(id)) {
        const StepId next = state.start.plan.at(state.cursor).id;
        const StepOutcome outcome = run(next);
        if (outcome.kind == StepOutcome::Kind::Failed) {
            qFatal("%s: %s %s", qPrintable(next.text()), qPrintable(outcome.error.code.text()),
                   qPrintable(outcome.error.detail));
        }
        if (outcome.kind == StepOutcome::Kind::WaitsForPerson) {
            return;
        }
    }
}

void StepFixture::runAndForget(const StepId& id)
{
    last = start(id);
}

void StepFixture::approve(const QString& note)
{
    const events::ApprovalRequested request = state.openApproval.value();
    record(events::ApprovalGranted{request.approvalId, request.loopId, u"grace"_s, note,
                                   request.evidence});
}

QString StepFixture::workFolder() const
{
    return repository.outside(u"worktrees"_s) + u'/' + state.start.loopId.text() + u"/work"_s;
}

AgentOutcome answering(const QByteArray& json)
{
    AgentOutcome outcome{.kind = AgentOutcome::Kind::Completed};
    outcome.structured = QJsonDocument::fromJson(json).object();
    outcome.model = u"model-1"_s;
    outcome.inputTokens = 10;
    outcome.duration = std::chrono::milliseconds(5);
    return outcome;
}

Result<AgentOutcome> agreeableAgent(const providers::AgentTask& task)
{
    if (task.stepId == workflow::step::RESEARCH) {
        return answering(R"({"approach":["Round in vat()."],"files":["src/money.cpp"],"risks":[],)"
                         R"("summary":"One line has to round."})");
    }
    if (task.stepId == workflow::step::AMBIGUITY_CHECK) {
        return answering(
            R"({"analysis":"All is said.","questions":[],"score":5,"verdict":"clear"})");
    }
    if (task.stepId == workflow::step::CODE_REVIEW) {
        return answering(
            R"({"analysis":"I looked.","findings":[],"summary":"Nothing to object."})");
    }
    AgentOutcome outcome{.kind = AgentOutcome::Kind::Completed};
    outcome.text = u"It rounds now."_s;
    if (task.purpose == providers::Purpose::Code) {
        QFile file(task.workFolder + u"/src/money.cpp"_s);
        if (!file.open(QIODevice::WriteOnly)) {
            qFatal("cannot write %s", qPrintable(file.fileName()));
        }
        file.write("int vat(int net)\n{\n    return (net * 19 + 50) / 100; // "
                   + QByteArray::number(task.attempt) + "\n}\n");
    }
    return outcome;
}

} // namespace tamma::tests
