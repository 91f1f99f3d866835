// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <QTimer>

#include <atomic>
#include <mutex>
#include <thread>

namespace tamma::ui::bench {

/// Watches the thread that makes it from another one: whenever its event loop does not come round
/// for longer than LIMIT_MS, it looks what that thread is doing.
///
/// Units    Milliseconds.
/// Threads  Made, asked and ended in the thread that is watched. One at a time in a process: it
/// uses
///          a signal.
class StallWatchdog {
public:
    static constexpr double LIMIT_MS = 50;

    /// One time that the thread stood still.
    struct Stall {
        double wallMs = 0;
        double cpuMs = 0; ///< What it used of that itself; the rest it waited.
        QStringList stack; ///< Names of functions, innermost first.
    };

    StallWatchdog();
    ~StallWatchdog();

    /// Ends watching and returns the stalls, the longest first.
    [[nodiscard]] QList<Stall> finish();

    /// The longest time between two rounds, stall or not.
    [[nodiscard]] double longestMs() const { return m_longest; }

private:
    void beat();
    void watch(const std::stop_token& stop);
    [[nodiscard]] QStringList stackOfWatched() const;

    const pthread_t m_watched;
    std::atomic<double> m_beat;
    double m_beatCpu = 0;
    double m_longest = 0;
    std::mutex m_mutex; // Guards m_stack, which is of the stall that goes on.
    QStringList m_stack;
    QList<Stall> m_stalls;
    QTimer m_timer;
    std::jthread m_thread; // Last: it uses the members above.
};

} // namespace tamma::ui::bench
