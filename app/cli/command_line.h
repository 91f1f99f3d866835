// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace tamma::cli {

/// Reads the command line of `tamma`, does what it says, and returns the exit code (output.h).
[[nodiscard]] int runCommandLine(int argc, char** argv);

} // namespace tamma::cli
