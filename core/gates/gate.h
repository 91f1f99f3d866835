// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/events/payloads/gate.h"

#include <QMap>
#include <QString>

#include <stop_token>

namespace tamma::gates {

/// What a gate is to look at.
struct GateRequest {
    LoopId loopId;
    StepId stepId;
    int attempt = 1;
    int round = 0; ///< What was begun in an earlier one is not taken up.
    bool mayRepeat = true; ///< False: when nobody knows how it ended, a person says what to do.
    QString repository; ///< The user's repository; read only.
    QString commit; ///< What is judged.
    QString baseCommit; ///< The change is baseCommit..commit.
    QString issueText; ///< Title and body, for gates that judge meaning.
    QMap<QString, QString>
        settings; ///< Of the planned step: "command", "timeoutSeconds", "network", "provider".
};

/// What a gate found.
struct GateOutcome {
    enum class Kind { Passed, Failed, Skipped };
    Kind kind = Kind::Failed;
    events::Verdict verdict; ///< For Skipped only `summary`: why there was nothing to do.
};

/// Hears the log of a gate while it runs. Called in the thread of Gate::check.
class GateListener {
public:
    virtual ~GateListener() = default;

    virtual void onLog(const QString& text) = 0;
};

/// A judge of a commit. It returns a verdict; retries and escalation are the decider's business.
///
/// Errors   Only when the gate itself could not work (SANDBOX_UNAVAILABLE, DISK_FULL,
/// CANCELLED...):
///          a failing command is a verdict, not an error.
/// Threads  Any number at once; check() blocks and leaves no process behind, but for a command that
///          a stop request interrupted and that outlives Tamma: the next check takes it up.
class Gate {
public:
    virtual ~Gate() = default;

    [[nodiscard]] virtual GateId id() const = 0;

    /// Whether it leaves the checkout as it is, so that others may judge the commit meanwhile.
    [[nodiscard]] virtual bool onlyReads() const { return false; }

    [[nodiscard]] virtual Result<GateOutcome> check(const GateRequest& request,
                                                    GateListener& listener, std::stop_token stop)
        = 0;
};

} // namespace tamma::gates
