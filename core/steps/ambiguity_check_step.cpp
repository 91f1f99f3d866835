// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/steps/ambiguity_check_step.h"

#include "core/intelligence/prompt.h"
#include "core/steps/agent_session.h"
#include "core/steps/loop_ground.h"
#include "core/steps/prompt_values.h"
#include "core/workflow/step_ids.h"

#include <QJsonArray>

namespace tamma::steps {

using namespace Qt::StringLiterals;

namespace {

events::AmbiguityChecked checkedFrom(const LoopId& loop, const QJsonObject& answer)
{
    events::AmbiguityChecked checked{
        loop, answer[u"verdict"].toString() == u"ambiguous", answer[u"score"].toInt(), {}};
    for (const QJsonValue& item : answer[u"questions"].toArray()) {
        events::OpenQuestion question{item[u"text"].toString(), {}, item[u"assumption"].toString()};
        for (const QJsonValue& option : item[u"options"].toArray()) {
            question.options.append(option.toString());
        }
        checked.questions.append(question);
    }
    return checked;
}

/// The questions below each other, with a number where there are several; each choice has a line.
QString questionsText(const QList<events::OpenQuestion>& questions)
{
    QStringList parts;
    for (const events::OpenQuestion& question : questions) {
        QString part = question.text;
        if (questions.size() > 1) {
            part.prepend(QString::number(parts.size() + 1) + u". "_s);
        }
        for (const QString& option : question.options) {
            part += u"\n- "_s + option;
        }
        parts.append(part + u"\nWithout an answer: "_s + question.assumption);
    }
    return parts.join(u"\n\n"_s);
}

} // namespace

AmbiguityCheckStep::AmbiguityCheckStep(const StepServices& services)
    : FallibleStep(workflow::step::AMBIGUITY_CHECK, services)
{
}

Result<StepOutcome> AmbiguityCheckStep::work(const StepRun& run)
{
    const events::LoopStarted& start = run.state.start;
    if (run.state.ambiguity.loopId == start.loopId && !run.state.answers.isEmpty()) {
        return StepOutcome::completed(u"The open questions were answered."_s);
    }
    TRY_ASSIGN(const auto issue, m_services.platform.issue(start.issueId));
    TRY_ASSIGN(const auto worktree, worktreeOf(m_services, run.state));
    TRY_ASSIGN(const auto schema, intelligence::answerSchema(u"ambiguity"_s));
    TRY_ASSIGN(const QStringList answers, answersFor(m_services, run.state));
    TRY_ASSIGN(const auto prompt,
               intelligence::renderPrompt(
                   u"ambiguity"_s,
                   {{u"issue"_s, issueText(issue)},
                    {u"research"_s, researchText(run.state.research)},
                    {u"answers"_s, answersText(run.state.ambiguity.questions, answers)},
                    {u"context"_s, run.state.context.text}}));
    TRY_ASSIGN(
        const auto outcome,
        runSession(m_services, run,
                   {id(), 1, providers::Purpose::Structured, prompt, worktree.path(), schema}));
    const auto checked = checkedFrom(start.loopId, outcome.structured);
    const int askAbove = setting(run, u"askAbove"_s, u"60"_s).toInt();
    if (!checked.ambiguous || checked.questions.isEmpty() || checked.score < askAbove) {
        return StepOutcome::completed(
            u"Clear enough to begin (ambiguity %1 of 100)."_s.arg(checked.score), {checked});
    }
    events::ApprovalRequested request;
    request.approvalId = ApprovalId(m_services.ids.next());
    request.loopId = start.loopId;
    request.stepId = id();
    request.kind = u"clarification"_s;
    request.question = checked.questions.first().text;
    request.summary = questionsText(checked.questions);
    request.reasons
        = {u"The issue leaves open what is wanted (ambiguity %1 of 100)."_s.arg(checked.score)};
    return StepOutcome::waits({checked, request});
}

} // namespace tamma::steps
