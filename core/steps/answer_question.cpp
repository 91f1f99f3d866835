// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/steps/answer_question.h"

#include "core/intelligence/diff_text.h"
#include "core/intelligence/prompt.h"
#include "core/steps/agent_session.h"
#include "core/steps/loop_ground.h"
#include "core/steps/prompt_values.h"
#include "core/workflow/step_ids.h"

namespace tamma::steps {

using namespace Qt::StringLiterals;

namespace {

constexpr int DIFF_TOKENS = 20'000;

/// Nobody watches while a question is answered: only the answer is recorded.
class NobodyWatches final : public StepListener {
public:
    void onLog(const QString& /*text*/) override { }
    void onSessionStarted(const events::AgentSessionStarted& /*session*/) override { }
    void onTranscript(const SessionId& /*session*/,
                      const events::TranscriptEntry& /*entry*/) override
    {
    }
    void onSessionEnded(const events::AgentSessionEnded& /*session*/) override { }
};

} // namespace

Result<QString> answerQuestion(const StepServices& services, const workflow::LoopState& state,
                               const QString& question, std::stop_token stop)
{
    TRY_ASSIGN(const auto issue, services.platform.issue(state.start.issueId));
    TRY_ASSIGN(const auto change, changeOf(state));
    TRY_ASSIGN(const auto worktree, worktreeOf(services, state));
    TRY_ASSIGN(
        const auto prompt,
        intelligence::renderPrompt(u"answer"_s,
                                   {{u"question"_s, question},
                                    {u"issue"_s, issueText(issue)},
                                    {u"summary"_s, state.code ? state.code->summary : u"(none)"_s},
                                    {u"diff"_s, intelligence::diffText(change, DIFF_TOKENS)}}));
    NobodyWatches listener;
    TRY_ASSIGN(const auto outcome,
               runSession(services, {state, 1, listener, std::move(stop)},
                          {workflow::step::APPROVAL_GATE,
                           1,
                           providers::Purpose::Answer,
                           prompt,
                           worktree.path(),
                           {}}));
    if (outcome.text.trimmed().isEmpty()) {
        return failure(errors::NOTHING_DONE, u"The agent said nothing."_s);
    }
    return outcome.text.trimmed();
}

} // namespace tamma::steps
