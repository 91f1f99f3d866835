// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/steps/code_review_step.h"

#include "core/base/json.h"
#include "core/intelligence/diff_text.h"
#include "core/intelligence/prompt.h"
#include "core/steps/agent_session.h"
#include "core/steps/loop_ground.h"
#include "core/steps/prompt_values.h"
#include "core/workflow/step_ids.h"

#include <QCryptographicHash>
#include <QJsonArray>

namespace tamma::steps {

using namespace Qt::StringLiterals;

namespace {

const GateId REVIEW(QStringLiteral("review"));
constexpr int DIFF_TOKENS = 40'000;

bool hasLine(const QList<git::FileDiff>& change, const events::Finding& finding)
{
    const auto found = std::ranges::find_if(change, [&finding](const git::FileDiff& diff) {
        return diff.file.path == finding.file && diff.file.kind != git::ChangeKind::Deleted;
    });
    if (found == change.end()) {
        return false;
    }
    const QByteArray& text = found->newText;
    const auto lines = text.count('\n') + (text.isEmpty() || text.endsWith('\n') ? 0 : 1);
    return finding.line >= 1 && finding.line <= lines;
}

bool blocks(const events::Finding& finding)
{
    return finding.severity == u"high" || finding.severity == u"critical";
}

/// Takes the findings that name a place in the change into `verdict` and returns how many do not.
int takeFindings(const QJsonArray& findings, const QList<git::FileDiff>& change,
                 events::Verdict& verdict)
{
    int dropped = 0;
    for (const QJsonValue& item : findings) {
        const events::Finding finding{
            u"review"_s, item[u"severity"].toString(), item[u"file"].toString(),
            item[u"line"].toInt(),
            u"%1 (%2)"_s.arg(item[u"claim"].toString(), item[u"evidence"].toString())};
        if (hasLine(change, finding)) {
            verdict.findings.append(finding);
        } else {
            ++dropped;
        }
    }
    return dropped;
}

events::Verdict verdictOf(const StepRun& run, const providers::AgentOutcome& outcome,
                          const QList<git::FileDiff>& change)
{
    const QJsonObject& answer = outcome.structured;
    events::Verdict verdict;
    verdict.gateId = REVIEW;
    verdict.stepId = workflow::step::CODE_REVIEW;
    verdict.attempt = run.attempt;
    verdict.commit = run.state.code->commit;
    verdict.durationMs = outcome.duration.count();
    verdict.logHash = QString::fromLatin1(
        QCryptographicHash::hash(json::compact(answer), QCryptographicHash::Sha256).toHex());
    verdict.logTail = answer[u"analysis"].toString();
    verdict.environment.insert(u"model"_s, outcome.model);
    verdict.summary = answer[u"summary"].toString();
    const int dropped = takeFindings(answer[u"findings"].toArray(), change, verdict);
    if (dropped > 0) {
        verdict.summary
            += u" (%1 findings do not count: they name no place in the change.)"_s.arg(dropped);
    }
    return verdict;
}

} // namespace

CodeReviewStep::CodeReviewStep(const StepServices& services)
    : FallibleStep(workflow::step::CODE_REVIEW, services)
{
}

Result<StepOutcome> CodeReviewStep::work(const StepRun& run)
{
    const workflow::LoopState& state = run.state;
    if (!state.code) {
        return failure(errors::NOT_FOUND, u"There is no change to review yet."_s);
    }
    TRY_ASSIGN(const auto issue, m_services.platform.issue(state.start.issueId));
    TRY_ASSIGN(const auto change, changeOf(state));
    TRY_ASSIGN(auto worktree, worktreeOf(m_services, state));
    TRY(worktree.resetTo(state.code->commit, tammaAuthor(m_services.clock)));
    TRY_ASSIGN(const auto schema, intelligence::answerSchema(u"review"_s));
    TRY_ASSIGN(
        const auto prompt,
        intelligence::renderPrompt(u"review"_s,
                                   {{u"issue"_s, issueText(issue)},
                                    {u"summary"_s, state.code->summary},
                                    {u"diff"_s, intelligence::diffText(change, DIFF_TOKENS)}}));
    TRY_ASSIGN(const auto outcome,
               runSession(m_services, run,
                          {id(), state.judged.value(REVIEW) + 1, providers::Purpose::Structured,
                           prompt, worktree.path(), schema}));
    const events::Verdict verdict = verdictOf(run, outcome, change);
    if (std::ranges::any_of(verdict.findings, blocks)) {
        return StepOutcome::failed({errors::GATE_FAILED, verdict.summary},
                                   {events::GateFailed{state.start.loopId, verdict}});
    }
    return StepOutcome::completed(verdict.summary,
                                  {events::GatePassed{state.start.loopId, verdict}});
}

} // namespace tamma::steps
