// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/repository_access.h"
#include "core/base/id_source.h"
#include "core/base/paths.h"
#include "core/config/settings.h"
#include "core/engine/commands.h"
#include "core/engine/engine.h"
#include "core/engine/loop_planner.h"
#include "core/engine/read_model_feed.h"
#include "core/events/event_store.h"
#include "core/gates/builtin_gates.h"
#include "core/platforms/git_platform.h"
#include "core/providers/builtin_providers.h"
#include "core/steps/builtin_steps.h"
#include "core/store/coordination.h"

#include <memory>

namespace tamma {

/// Where the user's settings are.
[[nodiscard]] QString settingsFile(const Paths& paths);

/// The name by which the decisions of the user are recorded.
[[nodiscard]] QString userName(const config::Settings& settings);

/// The object graph of a process, built top to bottom: it reads like the architecture. The members
/// are in the order of their making, so that each ends before what it uses.
///
/// Threads  Made and ended in one thread; what it hands out says its own rules.
class Composition {
public:
    /// Opens settings and record; what changes goes to `feed`, which outlives it. Fails with
    /// CONFIG_INVALID (mend the settings file), and as openRecordWithSecrets() does.
    [[nodiscard]] static Result<std::unique_ptr<Composition>> create(const Paths& paths,
                                                                     engine::ReadModelFeed& feed);

    ~Composition();

    [[nodiscard]] const Paths& paths() const { return m_paths; }
    [[nodiscard]] const config::Settings& settings() const { return m_settings; }
    [[nodiscard]] events::EventStore& store() { return *m_store; }
    /// An event of this user, here and now, that has no payload yet.
    [[nodiscard]] events::Event stamp();
    [[nodiscard]] engine::Commands& commands() { return m_commands; }

    /// Begins to fold the record, and to run loops unless another process does.
    engine::Engine& startEngine();

    /// Stops running steps and waits for them; the record has what they did. Agents work on.
    void stopEngine() { m_engine.reset(); }

    /// Ends the agents that work for a loop, with all their processes; waits for up to some
    /// seconds.
    void endAgentsOf(const LoopId& loop) const;

    /// Returns how many agents work, whoever follows them.
    [[nodiscard]] int agentsAtWork() const;

private:
    struct OpenedRecord {
        std::unique_ptr<events::EventStore> store;
        store::Coordination coordination;
    };
    Composition(Paths paths, config::Settings settings, OpenedRecord record,
                engine::ReadModelFeed& feed);

    [[nodiscard]] engine::LoopPlanner::Choices presentChoices() const;
    [[nodiscard]] engine::CommandServices commandServices();
    [[nodiscard]] providers::AiProvider* provider(const ProviderId& id) const;
    [[nodiscard]] gates::Gate* gate(const GateId& id) const;
    [[nodiscard]] steps::Step* step(const StepId& id) const;
    [[nodiscard]] bool canRun(const readmodels::LoopRow& loop) const;

    Paths m_paths;
    config::Settings m_settings;
    engine::ReadModelFeed& m_feed;
    SystemClock m_clock;
    UuidV7Source m_ids;
    std::unique_ptr<events::EventStore> m_store;
    store::Coordination m_coordination;
    engine::Recorder m_recorder;
    std::unique_ptr<platforms::GitPlatform> m_platform;
    providers::Providers m_providers;
    providers::Providers m_recorders; // Around those providers whose work can be recorded.
    git::WorktreeFactory m_worktrees;
    GitCheckouts m_checkouts;
    GitChangeReader m_changes;
    std::vector<std::unique_ptr<gates::Gate>> m_gates;
    steps::StepServices m_stepServices;
    std::vector<std::unique_ptr<steps::Step>> m_steps;
    engine::LoopPlanner m_planner;
    engine::Commands m_commands;
    engine::LoopRunner m_runner;
    std::unique_ptr<engine::Engine> m_engine;
};

} // namespace tamma
