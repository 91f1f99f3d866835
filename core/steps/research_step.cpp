// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/steps/research_step.h"

#include "core/intelligence/prompt.h"
#include "core/steps/agent_session.h"
#include "core/steps/loop_ground.h"
#include "core/steps/prompt_values.h"
#include "core/workflow/step_ids.h"

#include <QJsonArray>

namespace tamma::steps {

using namespace Qt::StringLiterals;

namespace {

QStringList texts(const QJsonValue& list)
{
    QStringList found;
    for (const QJsonValue& item : list.toArray()) {
        found.append(item.toString().trimmed());
    }
    found.removeAll(QString());
    return found;
}

bool leadsOut(const QString& path)
{
    return path.startsWith(u'/') || path.split(u'/').contains(u".."_s);
}

} // namespace

ResearchStep::ResearchStep(const StepServices& services)
    : FallibleStep(workflow::step::RESEARCH, services)
{
}

Result<StepOutcome> ResearchStep::work(const StepRun& run)
{
    TRY_ASSIGN(const auto issue, m_services.platform.issue(run.state.start.issueId));
    TRY_ASSIGN(const auto worktree, worktreeOf(m_services, run.state));
    TRY_ASSIGN(const auto schema, intelligence::answerSchema(u"research"_s));
    TRY_ASSIGN(const auto prompt,
               intelligence::renderPrompt(
                   u"research"_s,
                   {{u"issue"_s, issueText(issue)}, {u"context"_s, run.state.context.text}}));
    TRY_ASSIGN(
        const auto outcome,
        runSession(m_services, run,
                   {id(), 1, providers::Purpose::Structured, prompt, worktree.path(), schema}));
    const QJsonObject& answer = outcome.structured;
    events::ResearchCompleted research{run.state.start.loopId, answer[u"summary"].toString(),
                                       texts(answer[u"files"]), texts(answer[u"approach"]),
                                       texts(answer[u"risks"])};
    research.files.removeIf(leadsOut);
    return StepOutcome::completed(research.summary, {research});
}

} // namespace tamma::steps
