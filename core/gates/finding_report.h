// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gates/gate.h"
#include "core/gates/gate_log.h"

namespace tamma::gates {

/// What a gate that runs no command of the project established.
struct FindingReport {
    GateId gate;
    QList<events::Finding> findings; ///< All of them: the verdict gets the first 100.
    QString summary;
    bool passed = false;
    qint64 durationMs = 0;
};

/// Makes the outcome of such a gate: its log is one line a finding, and the summary.
[[nodiscard]] GateOutcome outcomeOf(const FindingReport& report, const GateRequest& request,
                                    GateLog& log);

/// Makes the outcome of a gate that has nothing to look at.
[[nodiscard]] GateOutcome skippedOutcome(const GateId& gate, const GateRequest& request,
                                         const QString& reason);

} // namespace tamma::gates
