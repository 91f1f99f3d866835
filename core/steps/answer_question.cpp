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

/// Nobody watches while a question is answered; what it cost is kept.
class Ledger final : public StepListener {
public:
    void onLog(const QString& /*text*/) override { }
    void onSessionStarted(const events::AgentSessionStarted& session) override
    {
        m_began = session;
    }
    void onTranscript(const SessionId& /*session*/,
                      const events::TranscriptEntry& /*entry*/) override
    {
    }
    void onSessionEnded(const events::AgentSessionEnded& session) override
    {
        if (session.sessionId == m_began.sessionId) {
            entries.append(m_began);
        }
        entries.append(session);
    }

    QList<events::Payload> entries;

private:
    events::AgentSessionStarted m_began;
};

Result<QString> answered(const StepServices& services, const StepRun& run, const QString& question)
{
    const workflow::LoopState& state = run.state;
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
    TRY_ASSIGN(const auto outcome,
               runSession(services, run,
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

} // namespace

QuestionAnswer answerQuestion(const StepServices& services, const workflow::LoopState& state,
                              const QString& question, std::stop_token stop)
{
    Ledger ledger;
    auto text = answered(services, {state, 1, ledger, std::move(stop)}, question);
    return {std::move(text), std::move(ledger.entries)};
}

} // namespace tamma::steps
