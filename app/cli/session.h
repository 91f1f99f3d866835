// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/interrupt.h"
#include "app/cli/loop_watch.h"
#include "app/cli/output.h"
#include "app/cli/record_view.h"
#include "app/composition.h"
#include "core/readmodels/audit.h"
#include "core/readmodels/snapshot.h"
#include "core/store/sealed_record.h"

#include <memory>

namespace tamma::cli {

/// What every command of `tamma` works with: the output, the record, and an engine when loops are
/// to run. Opened on first use, so that `--help` and a mistyped command touch nothing.
///
/// Threads  The main thread.
class Session {
public:
    /// `asOf` is a position or a moment (ISO 8601) at which view() looks; empty is now.
    Session(Interrupt& interrupt, Paths paths, bool json, QString asOf)
        : m_output(json)
        , m_interrupt(interrupt)
        , m_paths(std::move(paths))
        , m_asOf(std::move(asOf))
    {
    }

    [[nodiscard]] const Output& output() const { return m_output; }
    [[nodiscard]] const Paths& paths() const { return m_paths; }
    [[nodiscard]] std::stop_token interrupted() const { return m_interrupt.token(); }

    /// Opens the record and everything that works on it. Fails as Composition::create() does.
    [[nodiscard]] Result<Composition*> house();

    /// The record, for commands that only look: that of a newer Tamma, too, if it can be read.
    [[nodiscard]] Result<store::SealedRecord*> record();

    /// Folds the record as of the moment of the session. Fails with INVALID_ARGUMENT when that is
    /// neither a position nor a moment.
    [[nodiscard]] Result<RecordView> view() { return view(m_asOf); }
    /// The same for another moment; empty is now.
    [[nodiscard]] Result<RecordView> view(const QString& asOf);

    /// The same for what an auditor asks.
    [[nodiscard]] Result<readmodels::Audit> audit();

    /// Carries out one command in this process without running loops.
    [[nodiscard]] Result<engine::CommandReceipt> carryOut(const engine::Command& command);

    /// Ends the agents of a loop that was cancelled: perhaps no engine runs that hears of it.
    void endAgentsOf(const LoopId& loop);

    /// Runs or follows loops until each is over or waits for a person, and shows them.
    [[nodiscard]] ExitCode watch(const QSet<LoopId>& loops,
                                 const LoopWatch::OnApproval& onApproval = {});

private:
    template <readmodels::Fold T> [[nodiscard]] Result<T> folded(const QString& asOf);

    Output m_output;
    Interrupt& m_interrupt;
    Paths m_paths;
    QString m_asOf;
    engine::ReadModelFeed m_feed;
    std::unique_ptr<store::SealedRecord> m_record;
    std::unique_ptr<Composition> m_house;
};

} // namespace tamma::cli
