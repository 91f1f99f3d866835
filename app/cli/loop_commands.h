// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/session.h"

#include <QString>

namespace tamma::cli {

/// What `tamma loops ...` and `tamma run` were told. Empty texts were not given.
struct LoopArguments {
    QString name; ///< Piece of an id, or "#3" for the newest loop of issue 3.
    QString repository;
    QString provider;
    QString recording;
    QString reason; ///< Or the hint for a step that is run again.
    QString step;
    QString model;
    int priority = 0;
    double budgetUsd = 0;
};

[[nodiscard]] ExitCode runIssue(Session& session, const LoopArguments& arguments);
[[nodiscard]] ExitCode listLoops(Session& session);
[[nodiscard]] ExitCode showLoop(Session& session, const LoopArguments& arguments);
[[nodiscard]] ExitCode watchLoops(Session& session, const LoopArguments& arguments);
[[nodiscard]] ExitCode cancelLoop(Session& session, const LoopArguments& arguments);
[[nodiscard]] ExitCode pauseLoop(Session& session, const LoopArguments& arguments);
[[nodiscard]] ExitCode resumeLoop(Session& session, const LoopArguments& arguments);
[[nodiscard]] ExitCode rerunStep(Session& session, const LoopArguments& arguments);
[[nodiscard]] ExitCode forkLoop(Session& session, const LoopArguments& arguments);
[[nodiscard]] ExitCode prioritizeLoop(Session& session, const LoopArguments& arguments);

} // namespace tamma::cli
