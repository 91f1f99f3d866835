// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/composition.h"

#include "app/demo_project.h"
#include "app/doctor.h"
#include "app/record_access.h"
#include "core/engine/recovery_queries.h"
#include "core/platforms/builtin_platforms.h"
#include "core/providers/agent_sessions.h"
#include "core/providers/playback/recording_provider.h"
#include "core/steps/answer_question.h"

#include <QFileInfo>

#include <pwd.h>
#include <unistd.h>

namespace tamma {

using namespace Qt::StringLiterals;

namespace {

/// How fast recordings are played: TAMMA_PLAYBACK_SPEED, for tests and impatient people; 0 does not
/// wait at all.
providers::PlaybackSpeed playbackSpeed()
{
    bool isNumber = false;
    const double factor = qEnvironmentVariable("TAMMA_PLAYBACK_SPEED").toDouble(&isNumber);
    return {isNumber && factor >= 0 ? factor : 1};
}

/// It is installed beside whatever program this is.
QString supervisorProgram()
{
    const QFileInfo own(QFile::symLinkTarget(u"/proc/self/exe"_s));
    return own.path() + u"/tamma-supervisor"_s;
}

template <typename Part, typename Id>
Part* find(const std::vector<std::unique_ptr<Part>>& parts, const Id& id)
{
    const auto found
        = std::ranges::find_if(parts, [&](const auto& part) { return part->id() == id; });
    return found == parts.end() ? nullptr : found->get();
}

/// Every real session is recorded, so that it can be played later.
providers::Providers recordersAround(const providers::Providers& inner, const Paths& paths)
{
    providers::Providers recorders;
    for (const auto& provider : inner) {
        if (!provider->isRecorded()) {
            recorders.push_back(
                std::make_unique<providers::RecordingProvider>(*provider, paths.recordings()));
        }
    }
    return recorders;
}

std::unique_ptr<platforms::GitPlatform> localPlatform(const platforms::PlatformParts& parts)
{
    const auto all = platforms::builtinPlatforms();
    const auto local = std::ranges::find(all, platforms::LOCAL, &platforms::PlatformDescriptor::id);
    return local->create(parts);
}

} // namespace

QString userName(const config::Settings& settings)
{
    if (!settings.userName.isEmpty()) {
        return settings.userName;
    }
    const passwd* account = getpwuid(getuid());
    return account ? QString::fromLocal8Bit(account->pw_name) : u"user-%1"_s.arg(getuid());
}

QString settingsFile(const Paths& paths)
{
    return paths.config + u"/config.yaml"_s;
}

Result<std::unique_ptr<Composition>> Composition::create(const Paths& paths,
                                                         engine::ReadModelFeed& feed)
{
    TRY_ASSIGN(const auto settings, config::loadSettings(settingsFile(paths)));
    const QString location = recordLocation(paths, settings);
    TRY_ASSIGN(auto store, openRecordWithSecrets(location, paths));
    TRY_ASSIGN(auto coordination, store::openCoordination(location, passwordsOf(paths)));
    return std::unique_ptr<Composition>(
        new Composition(paths, settings, {std::move(store), std::move(coordination)}, feed));
}

Composition::Composition(Paths paths, config::Settings settings, OpenedRecord record,
                         engine::ReadModelFeed& feed)
    : m_paths(std::move(paths))
    , m_settings(std::move(settings))
    , m_feed(feed)
    , m_store(std::move(record.store))
    , m_coordination(std::move(record.coordination))
    , m_recorder(*m_store, m_clock, m_ids)
    , m_platform(localPlatform({*m_store, m_ids, m_clock}))
    , m_providers(providers::builtinProviders(
          {m_paths, providers::environmentOfTamma(), supervisorProgram(), playbackSpeed()}))
    , m_recorders(recordersAround(m_providers, m_paths))
    , m_worktrees(m_paths.worktrees())
    , m_checkouts(m_worktrees)
    , m_gates(gates::builtinGates(
          {m_checkouts, m_changes, m_paths.cache, {supervisorProgram(), m_paths.sessions()}}))
    , m_stepServices{[this](const ProviderId& id) { return provider(id); },
                     [this](const GateId& id) { return gate(id); },
                     *m_platform,
                     m_worktrees,
                     m_ids,
                     m_clock,
                     *m_store}
    , m_steps(steps::builtinSteps(m_stepServices))
    , m_planner([this](const ProviderId& id) { return provider(id); },
                [this] { return presentChoices(); })
    , m_commands(*m_store, m_recorder, m_ids, commandServices())
    , m_runner(*m_store, m_recorder, m_ids, m_clock, [this](const StepId& id) { return step(id); })
{
}

Composition::~Composition() = default;

engine::LoopPlanner::Choices Composition::presentChoices() const
{
    // Read anew for each loop: whoever changed the settings expects it for the next one.
    const auto settings = config::loadSettings(settingsFile(m_paths)).value_or(m_settings);
    return {settings.provider, settings.mode == config::Mode::Business ? u"business"_s : u"dev"_s};
}

events::Event Composition::stamp()
{
    events::Event event;
    event.id = EventId(m_ids.next());
    event.timestamp = m_clock.now();
    event.metadata.actor = userName(m_settings);
    return event;
}

engine::CommandServices Composition::commandServices()
{
    return {*m_platform,
            [this](const platforms::Issue& issue, const engine::StartLoop& command) {
                return m_planner.plan(issue, command);
            },
            [this](const workflow::LoopState& state, const QString& question,
                   std::stop_token stop) {
                return steps::answerQuestion(m_stepServices, state, question, std::move(stop));
            },
            [this](const QString& folder) {
                return makeDemoProject(folder.isEmpty() ? freeDemoFolder(m_paths.data + u"/demo"_s)
                                                        : folder);
            },
            userName(m_settings),
            [this](const QString& repository, const QString& commit, const QString& path) {
                return m_changes.fileAt(repository, commit, path);
            }};
}

engine::Engine& Composition::startEngine()
{
    if (!m_engine) {
        m_engine = std::make_unique<engine::Engine>(
            engine::EngineParts{*m_store,
                                m_recorder,
                                m_commands,
                                m_runner,
                                m_feed,
                                [this] { return diagnose(m_paths); },
                                {*m_coordination.leases, *m_store, m_ids, m_clock},
                                [this](const readmodels::LoopRow& loop) { return canRun(loop); },
                                m_paths.data + u"/engine.lock"_s,
                                m_paths.snapshots(),
                                m_paths.sessions(),
                                m_settings.concurrentLoops,
                                m_paths.recordFile() + u".columns"_s,
                                [this](const QList<readmodels::LoopRow>& loops) {
                                    // Kept before anything is forgotten: what lies around is young.
                                    engine::keepLooseWork(loops, m_worktrees, m_clock.now());
                                    engine::forgetOldWork(loops, m_clock.now());
                                    engine::clearFolders(loops, m_worktrees, m_clock.now());
                                }});
    }
    return *m_engine;
}

void Composition::endAgentsOf(const LoopId& loop) const
{
    providers::AgentSessions(m_paths.sessions()).endOf(loop);
}

int Composition::agentsAtWork() const
{
    return providers::AgentSessions(m_paths.sessions()).running();
}

providers::AiProvider* Composition::provider(const ProviderId& id) const
{
    auto* recorder = find(m_recorders, id);
    return recorder ? recorder : find(m_providers, id);
}

gates::Gate* Composition::gate(const GateId& id) const
{
    return find(m_gates, id);
}

bool Composition::canRun(const readmodels::LoopRow& loop) const
{
    // A record that several machines share has loops of repositories that only some of them have.
    if (!store::isDatabaseUrl(recordLocation(m_paths, m_settings))) {
        return true;
    }
    const auto repository = git::Repository::open(loop.repository);
    return repository && repository->commit(loop.commit.isEmpty() ? loop.baseCommit : loop.commit);
}

steps::Step* Composition::step(const StepId& id) const
{
    return find(m_steps, id);
}

} // namespace tamma
