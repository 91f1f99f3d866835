// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/io/process_spec.h"

#include <stop_token>

namespace tamma::io {

/// Runs a program from start to end. An interface, so that tests can play a machine without it.
///
/// Threads  Any, any number at once; run() blocks and needs no event loop.
class ProcessRunner {
public:
    virtual ~ProcessRunner() = default;

    /// Runs `spec`, hands its output to `sink` and returns how it ended; a time limit that passed
    /// is in the result, and a program that fails is no error. No process of the tree is left.
    /// Fails with PROGRAM_NOT_FOUND, PROCESS_START_FAILED, and CANCELLED on a stop request.
    [[nodiscard]] virtual Result<ProcessResult> run(const ProcessSpec& spec, const OutputSink& sink,
                                                    std::stop_token stop) const
        = 0;
};

/// Runs programs on this machine.
class SystemProcessRunner final : public ProcessRunner {
public:
    [[nodiscard]] Result<ProcessResult> run(const ProcessSpec& spec, const OutputSink& sink,
                                            std::stop_token stop) const override;
};

} // namespace tamma::io
