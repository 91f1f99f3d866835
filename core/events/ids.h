// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/strong_id.h"

#include <compare>

namespace tamma {

using EventId = StrongId<struct EventIdTag>; ///< UUIDv7; makes a repeated append harmless.
using IssueId = StrongId<struct IssueIdTag>; ///< UUIDv7.
using LoopId = StrongId<struct LoopIdTag>; ///< UUIDv7; REST calls a loop a workflow run.
using StepId = StrongId<struct StepIdTag>; ///< "CODE_GENERATION": see workflow/step_ids.h.
using GateId = StrongId<struct GateIdTag>; ///< "build", "test", "security", "review", "ci".
using ApprovalId = StrongId<struct ApprovalIdTag>; ///< UUIDv7.
using SessionId = StrongId<struct SessionIdTag>; ///< UUIDv7 of one agent session.
using PullRequestId = StrongId<struct PullRequestIdTag>; ///< UUIDv7.
using ProviderId = StrongId<struct ProviderIdTag>; ///< "claude_code", "playback".
using PlatformId = StrongId<struct PlatformIdTag>; ///< "local".

/// The place of an event in the record. Grows; gaps are allowed; 0 is before the first event.
struct Position {
    qint64 value = 0;

    friend auto operator<=>(const Position&, const Position&) = default;
};

} // namespace tamma
