// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>

namespace tamma::ui {

/// When the next frame may run: the arithmetic of the FrameScheduler, without a clock of its own.
///
/// Shape    60 frames a second; 30 while a frame costs more than 8 ms on average, until it costs
/// less
///          than 5 ms; 1 while nothing of it can be seen.
/// Units    Times are of one monotonic clock with any start.
class FramePacer {
public:
    using Duration = std::chrono::nanoseconds;

    /// Returns how long to wait at `now`; zero when the last frame is long enough ago.
    [[nodiscard]] Duration delayAt(Duration now) const;

    /// A frame starts at `now`; the GUI thread has used `cpu` of CPU time since it began. What it
    /// used since the frame before is what that frame cost, if that was not long ago.
    void frameStarts(Duration now, Duration cpu);

    /// Nothing is seen: the window is hidden or minimised.
    void setHidden(bool hidden) { m_hidden = hidden; }

    /// The shortest time between two frames at present.
    [[nodiscard]] Duration interval() const;

private:
    static constexpr Duration NEVER = Duration::min();

    Duration m_lastStart = NEVER;
    Duration m_lastCpu{0};
    Duration m_averageCost{0};
    bool m_slow = false;
    bool m_hidden = false;
};

} // namespace tamma::ui
