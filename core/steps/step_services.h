// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/id_source.h"
#include "core/events/event_store.h"
#include "core/gates/gate.h"
#include "core/git/worktree_factory.h"
#include "core/platforms/git_platform.h"
#include "core/providers/ai_provider.h"

#include <functional>

namespace tamma::steps {

/// Everything outside of the record that the steps of the loop work with.
///
/// Owns     Nothing: whoever makes the steps keeps all of it alive for as long as they live.
/// Threads  All of it is used by several loop workers at once.
struct StepServices {
    /// Returns the provider, or null when there is none of that id.
    std::function<providers::AiProvider*(const ProviderId&)> provider;
    /// Returns the gate, or null. The steps ask for "build", "test", "quality", "tamper",
    /// "security"
    /// and "ci" unless the plan names others.
    std::function<gates::Gate*(const GateId&)> gate;
    platforms::GitPlatform& platform;
    const git::WorktreeFactory& worktrees;
    IdSource& ids;
    const Clock& clock;
    const events::EventStore& record; ///< To look things up; what steps do is returned.
};

} // namespace tamma::steps
