// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/events/ids.h"

#include <QList>
#include <QMap>
#include <QStringList>

namespace tamma::events {

/// One thing that a gate found, at a place that a person can open.
struct Finding {
    QString rule; ///< "secret.aws-access-key", "review", ...
    QString severity; ///< "low", "medium", "high" or "critical".
    QString file; ///< Relative to the repository; empty when it concerns no file.
    int line = 0; ///< From 1 in the new version of the file; 0 when there is none.
    QString message;
    QString source = {}; ///< The tool that said so: "gcc", "pytest"; empty for the gate itself.

    friend bool operator==(const Finding&, const Finding&) = default;
};

/// What a gate established on one commit, with everything needed to believe it.
struct Verdict {
    GateId gateId;
    StepId stepId;
    int attempt = 1;
    QString commit;
    QString command; ///< As it was run; empty for gates that run no command.
    int exitCode = 0;
    bool timedOut = false;
    qint64 durationMs = 0;
    QString logHash; ///< SHA-256 of the whole log, in hex.
    QString logTail; ///< The last lines: what goes back to the agent.
    QString sandbox; ///< "bwrap+seccomp", or why there was none.
    QMap<QString, QString> environment;
    QList<Finding> findings;
    QString summary; ///< One English sentence.
    bool flaky = false; ///< The tests failed, and passed when they ran again on the same commit.
    QStringList needsPerson = {}; ///< Why nobody but a person may let it pass; mostly empty.

    friend bool operator==(const Verdict&, const Verdict&) = default;
};

/// The commit is as the gate wants it.
struct GatePassed {
    LoopId loopId;
    Verdict verdict;

    friend bool operator==(const GatePassed&, const GatePassed&) = default;
};

/// The commit is not; the verdict says why, and the agent gets it.
struct GateFailed {
    LoopId loopId;
    Verdict verdict;

    friend bool operator==(const GateFailed&, const GateFailed&) = default;
};

/// A piece of the log of a gate that runs, in order.
struct GateLogAppended {
    LoopId loopId;
    StepId stepId;
    int attempt = 1;
    QString text;

    friend bool operator==(const GateLogAppended&, const GateLogAppended&) = default;
};

} // namespace tamma::events
