// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/loop_planner.h"

#include "core/config/project_config.h"
#include "core/git/history.h"
#include "core/workflow/standard_workflow.h"
#include "core/workflow/step_ids.h"

namespace tamma::engine {

using namespace workflow;
using namespace Qt::StringLiterals;

namespace {

Result<config::ProjectConfig> projectAt(const git::Repository& repository, const QString& commit)
{
    const QString path = QLatin1StringView(config::PROJECT_FILE);
    const auto text = git::readFileAt(repository, commit, path);
    if (!text) {
        return text.error().code == errors::NOT_FOUND
            ? Result<config::ProjectConfig>(config::ProjectConfig())
            : std::unexpected(text.error());
    }
    return config::parseProjectConfig(*text, path);
}

/// Which gates judge in which step.
const QList<std::pair<StepId, QStringList>>& gatesOfSteps()
{
    static const QList<std::pair<StepId, QStringList>> gates{
        {step::BUILD_VALIDATION, {u"build"_s}},
        {step::TEST_VALIDATION, {u"test"_s}},
        {step::SECURITY_SCAN, {u"quality"_s, u"tamper"_s, u"security"_s}},
        {step::CODE_REVIEW, {u"review"_s}},
        {step::CI_CHECK, {u"ci"_s}}};
    return gates;
}

/// The gates of a step that the project wants, in its order.
QStringList wanted(const config::GateChain& chain, const QStringList& gates)
{
    QStringList wanted = chain.order;
    wanted.removeIf([&gates](const QString& gate) { return !gates.contains(gate); });
    return wanted;
}

void setGates(StepSettings& settings, const config::GateChain& chain)
{
    for (const auto& [step, gates] : gatesOfSteps()) {
        auto& of = settings[step];
        of[u"gates"_s] = wanted(chain, gates).join(u',');
        for (const QString& gate : gates) {
            if (!chain.gates.contains(gate)) {
                continue;
            }
            const config::GateConfig config = chain.of(gate);
            of[u"maxAttempts"_s] = QString::number(config.retry.attempts);
            of[u"retryBaseSeconds"_s] = QString::number(config.retry.baseDelay.count());
            of[u"retryMaxSeconds"_s] = QString::number(config.retry.maxDelay.count());
            of[u"retryJitter"_s] = QString::number(config.retry.jitter);
        }
    }
}

QMap<QString, QString> settingsOf(const config::ApprovalRules& rules)
{
    return {{u"quorum"_s, QString::number(rules.quorum)},
            {u"separationOfDuties"_s, rules.separationOfDuties ? u"true"_s : u"false"_s},
            {u"timeoutHours"_s, QString::number(rules.timeout.count())},
            {u"escalateTo"_s, rules.escalateTo}};
}

StepSettings settingsFor(const config::ProjectConfig& project, const QString& baseBranch)
{
    StepSettings settings;
    const auto set
        = [&settings](const StepId& step, const std::optional<config::ProjectCommand>& command) {
              if (command) {
                  settings[step][u"command"_s] = command->run;
                  settings[step][u"timeoutSeconds"_s] = QString::number(command->timeout.count());
              }
          };
    set(step::BUILD_VALIDATION, project.build);
    set(step::TEST_VALIDATION, project.test);
    set(step::CI_CHECK, project.ci);
    set(step::DEPLOYMENT, project.deploy);
    setGates(settings, project.gates);
    settings[step::CONTEXT_GATHERING][u"budget"_s] = QString::number(project.contextBudgetTokens);
    settings[step::APPROVAL_GATE] = settingsOf(project.approval.of(baseBranch));
    return settings;
}

/// The standard plan without the steps whose gates the project does not want.
QList<events::PlannedStep> planFor(const config::ProjectConfig& project, const QString& baseBranch)
{
    auto plan = standardPlan(settingsFor(project, baseBranch));
    for (const auto& [step, gates] : gatesOfSteps()) {
        if (wanted(project.gates, gates).isEmpty()) {
            plan.removeIf(
                [&id = step](const events::PlannedStep& planned) { return planned.id == id; });
        }
    }
    return plan;
}

} // namespace

LoopPlanner::LoopPlanner(std::function<providers::AiProvider*(const ProviderId&)> providers,
                         std::function<Choices()> choices)
    : m_providers(std::move(providers))
    , m_choices(std::move(choices))
{
}

Result<QString> LoopPlanner::resolveProvider(const StartLoop& command) const
{
    const QString name = command.provider.isEmpty() ? m_choices().provider : command.provider;
    const ProviderId id(name.section(u':', 0, 0));
    const providers::AiProvider* provider = m_providers(id);
    if (!provider) {
        return failure(errors::NOT_FOUND, u"There is no provider named \"%1\"."_s.arg(name));
    }
    if (provider->isRecorded() && command.recording.isEmpty() && !name.contains(u':')) {
        return failure(errors::INVALID_ARGUMENT, u"Playback needs a recording: name one."_s);
    }
    const providers::Detection found = provider->detect();
    if (!found.usable) {
        const ErrorCode code = found.program.isEmpty() ? errors::PROVIDER_NOT_INSTALLED
                                                       : errors::PROVIDER_NOT_LOGGED_IN;
        return failure(code, found.problem, {{u"provider"_s, name}, {u"mend"_s, found.mend}});
    }
    const QString choice = command.recording.isEmpty() ? name.section(u':', 1) : command.recording;
    TRY(provider->accepts(choice));
    return choice.isEmpty() ? id.text() : u"%1:%2"_s.arg(id.text(), choice);
}

Result<events::LoopStarted> LoopPlanner::plan(const platforms::Issue& issue,
                                              const StartLoop& command) const
{
    TRY_ASSIGN(const auto repository, git::Repository::open(issue.repository));
    TRY_ASSIGN(const auto base, repository.baseTip());
    TRY_ASSIGN(const auto project, projectAt(repository, base.commit));
    TRY_ASSIGN(const QString provider, resolveProvider(command));
    events::LoopStarted start;
    start.issueId = issue.id;
    start.workflow = STANDARD_WORKFLOW;
    start.mode = m_choices().mode;
    start.repository = repository.root();
    start.baseBranch = base.branch;
    start.baseCommit = base.commit;
    start.provider = provider;
    start.plan = planFor(project, base.branch);
    return start;
}

} // namespace tamma::engine
