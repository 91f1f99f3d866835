// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/output.h"
#include "core/engine/read_model_feed.h"

#include <QHash>
#include <QSet>

#include <functional>
#include <stop_token>

namespace tamma::cli {

/// Shows loops while they go: a line for each step that ends and for each session and question, and
/// on a terminal a last line that lives.
///
/// Threads  The main thread; run() blocks.
class LoopWatch {
public:
    /// Called for every open approval of the loops that were named to run(), and never for one of
    /// another loop; returns true when it was answered.
    using OnApproval = std::function<bool(const readmodels::Approval&)>;

    LoopWatch(engine::ReadModelFeed& feed, const Output& output);
    ~LoopWatch();

    /// Watches `loops` (none named: all) until each is over or waits for a person, or until
    /// `stop`. Returns Ok when all of them completed, NeedsYou when one waits, LoopFailed when one
    /// failed or was cancelled, Interrupted.
    [[nodiscard]] ExitCode run(const QSet<LoopId>& loops, const std::stop_token& stop,
                               const OnApproval& onApproval = {});

private:
    void answer(const engine::ReadModelChange& change, const OnApproval& onApproval);
    void show(const engine::ReadModelChange& change);
    void showEvent(const events::StoredEvent& stored);
    void showSteps(const readmodels::LoopRow& row);
    [[nodiscard]] bool isQuiet() const;
    [[nodiscard]] ExitCode result() const;

    engine::ReadModelFeed& m_feed;
    const Output& m_output;
    QSet<LoopId> m_wanted;
    QSet<ApprovalId> m_answered; ///< Those whose answer is in the record and not yet in the feed.
    QHash<LoopId, readmodels::LoopRow> m_rows;
    QHash<LoopId, QList<workflow::StepStatus>> m_shown;
};

} // namespace tamma::cli
