// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace tamma::desktop {

/// Runs the window until it is closed and returns the exit code: 0, also when another instance runs
/// already and was brought to the front; 2 for a command line that was not understood.
[[nodiscard]] int runDesktop(int argc, char** argv);

} // namespace tamma::desktop
