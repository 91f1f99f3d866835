// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/gates/gate_log.h"
#include "core/io/supervised/supervised_process.h"
#include "core/sandbox/sandbox.h"

#include <QDateTime>

#include <chrono>
#include <optional>
#include <stop_token>

namespace tamma::gates {

/// How a command in the sandbox ended.
struct SandboxedEnd {
    int exitCode = 0; ///< 128 + signal when a signal ended it.
    bool timedOut = false;
    bool wroteTooMuch = false; ///< And was ended for it.
    std::chrono::milliseconds duration{0};
    QDateTime began; ///< Of this run or of the one that was taken up.
};

/// A script for `sh -c` in the sandbox.
struct SandboxedScript {
    sandbox::SandboxProfile profile;
    QString text;
    std::chrono::milliseconds timeLimit{0};
    /// Where it goes on when Tamma ends; none: it ends with Tamma.
    std::optional<io::SupervisedProcess::Place> session = {};
    qint64 mostOutput = 0; ///< Bytes that a session may leave on the disk; 0: no limit.
    bool mayRepeat = true; ///< False: what may have run in the session is never begun again.
};

/// Runs `script` behind the walls of its profile and writes what it says into `log`. With a session
/// it takes up what runs there or has come to its end there, and the log has all of it; the session
/// stays, so that whoever asks again before the end is on record hears the same.
/// Blocks; no process is left, but at a stop request one with a session works on. Fails with
/// SANDBOX_UNAVAILABLE (`mend` in the context: show it), DISK_FULL, CANCELLED, PROCESS_CRASHED
/// (somebody killed its supervisor), retryable if it may repeat; never runs anything without the
/// walls.
[[nodiscard]] Result<SandboxedEnd> runSandboxed(const SandboxedScript& script, GateLog& log,
                                                std::stop_token stop);

/// Tries on this machine whether the sandbox holds; takes a fraction of a second. For `tamma
/// doctor` and the start of the app. Fails as sandbox::probe() does.
[[nodiscard]] Result<> probeSandbox();

} // namespace tamma::gates
