// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/gates/gate_log.h"
#include "core/sandbox/sandbox.h"

#include <chrono>
#include <stop_token>

namespace tamma::gates {

/// How a command in the sandbox ended.
struct SandboxedEnd {
    int exitCode = 0; ///< 128 + signal when a signal ended it.
    bool timedOut = false;
    std::chrono::milliseconds duration{0};
};

/// A script for `sh -c` in the sandbox.
struct SandboxedScript {
    sandbox::SandboxProfile profile;
    QString text;
    std::chrono::milliseconds timeLimit{0};
};

/// Runs `script` behind the walls of its profile and writes what it says into `log`.
/// Blocks; no process is left. Fails with SANDBOX_UNAVAILABLE (`mend` in the context: show it),
/// DISK_FULL, CANCELLED; never runs anything without the walls.
[[nodiscard]] Result<SandboxedEnd> runSandboxed(const SandboxedScript& script, GateLog& log,
                                                std::stop_token stop);

/// Tries on this machine whether the sandbox holds; takes a fraction of a second. For `tamma
/// doctor` and the start of the app. Fails as sandbox::probe() does.
[[nodiscard]] Result<> probeSandbox();

} // namespace tamma::gates
