// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/events/event.h"
#include "core/readmodels/approvals.h"
#include "core/readmodels/issues.h"
#include "core/readmodels/loops.h"

#include <functional>
#include <memory>
#include <optional>

namespace tamma::engine {

/// What changed since the last batch. Rows are the new ones, whole; nothing is ever removed.
struct ReadModelChange {
    QList<readmodels::LoopRow> loops;
    QList<readmodels::Approval> approvals;
    QList<readmodels::IssueRow> issues;
    /// Everything that was appended, in order; not what the engine took from a snapshot.
    QList<events::StoredEvent> events;
    Position upTo; ///< The newest position that is folded in.

    [[nodiscard]] bool isEmpty() const { return upTo == Position{}; }
};

/// The way out: collects what changed until the receiver is ready to take it. The engine folds
/// events on its own thread and never signals per event: it wakes once, the receiver takes a batch.
///
/// Threads  take() and setWake() by one receiver (the GUI's frame scheduler); publish() by the
///          engine. Neither waits for the other longer than a swap.
class ReadModelFeed {
public:
    ReadModelFeed();
    ~ReadModelFeed();

    /// Calls `wake` (in the engine's thread) when something is there and nothing was before.
    void setWake(std::function<void()> wake);

    /// Returns everything that was published since the last call, merged: one row for each id.
    [[nodiscard]] ReadModelChange take();

    /// Adds a change. For the engine.
    void publish(const ReadModelChange& change);

    /// Why the record cannot be used just now; nothing: it can. The engine tries again by itself.
    [[nodiscard]] std::optional<Error> trouble() const;

    /// Says how the record does, and wakes the receiver when that is new. For the engine.
    void setTrouble(const std::optional<Error>& trouble);

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace tamma::engine
