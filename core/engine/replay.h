// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/fold_record.h"
#include "core/readmodels/read_models.h"

#include <map>
#include <mutex>

namespace tamma::engine {

/// Shows the record as it was: folds it up to any position, and remembers states on the way, so
/// that going back and forth around one moment is quick. It only reads.
///
/// Threads  Any; one question at a time, the others wait.
class Replay {
public:
    using State = Folded<readmodels::ReadModels>;

    Replay(const events::EventStore& store, const Snapshots& snapshots)
        : m_store(store)
        , m_snapshots(snapshots)
    {
    }

    /// Returns the state with everything up to `position`, and nothing later.
    [[nodiscard]] Result<State> at(Position position, const std::stop_token& stop);

private:
    void remember(const State& state);

    const events::EventStore& m_store;
    const Snapshots& m_snapshots;
    std::mutex m_mutex;
    std::map<Position, State> m_remembered;
};

} // namespace tamma::engine
