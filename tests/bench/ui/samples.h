// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/bench_report.h"

class QWidget;

#include <functional>
#include <vector>

namespace tamma::ui::bench {

/// One measurement by both clocks.
///
/// Units    Milliseconds. `cpu` is the CPU time of the calling thread: it does not count waiting,
/// so
///          it is the one to trust on a busy machine.
struct Sample {
    double wall = 0;
    double cpu = 0;
};

/// Milliseconds of a monotonic clock, and of the CPU time that this thread has used.
[[nodiscard]] double wallNow();
[[nodiscard]] double cpuNow();

/// Runs `work` and says how long it took.
[[nodiscard]] Sample timed(const std::function<void()>& work);

/// Returns the value below which `share` (0 to 1) of the values lie.
[[nodiscard]] double percentile(std::vector<double> values, double share);
[[nodiscard]] Sample percentile(const std::vector<Sample>& samples, double share);

/// Lets Qt paint what waits to be painted, and nothing else.
void paintPending();

/// Shows `view` at the size of a screen and waits until it really is on one; ends the program when
/// that does not happen, for then nothing after it would measure anything.
void showOnScreen(QWidget& view);

/// What was measured, by which it is judged, and how much it may be.
struct Verdict {
    QString name;
    Sample ours;
    QString peerName;
    Sample peers;
    double mostMs = 0;
};

/// Prints a figure for each of the two clocks.
void printBoth(BenchReport& report, const Verdict& verdict);

} // namespace tamma::ui::bench
