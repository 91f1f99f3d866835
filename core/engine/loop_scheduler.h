// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/events/ids.h"

#include <QHash>
#include <QList>

#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>
#include <vector>

namespace tamma::engine {

/// Runs up to N loops at once, each on a worker of its own. A loop that waits has no worker; wake()
/// or its time brings it back.
///
/// Shape    The loop with the highest priority is next; among equals one of the repository that
///          has the fewest running, then the one that waits longest.
/// Threads  Any.
class LoopScheduler {
public:
    using Clock = std::chrono::steady_clock;

    /// Runs a loop; returns how long until it is run again by itself, or nullopt for not at all.
    using RunLoop
        = std::function<std::optional<Clock::duration>(const LoopId&, const std::stop_token&)>;

    /// What decides about the place of a loop in the queue.
    struct Place {
        int priority = 0;
        QString repository;
    };

    LoopScheduler(int workers, RunLoop run);

    /// Asks every running step to stop and waits for it; nothing runs afterwards.
    void end();

    /// Runs the loop as soon as a worker is free. A loop that runs already is run once more after
    /// that: what woke it may have come too late for the present run.
    void wake(const LoopId& loop, const Place& place);

    /// Asks the running step of the loop to stop; the record says why. Nothing happens when it does
    /// not run.
    void stop(const LoopId& loop);

    /// Returns how many loops run or wait for a worker.
    [[nodiscard]] int busy() const;

private:
    struct Entry {
        LoopId loop;
        Place place;
        std::stop_source stop;
        Clock::time_point due; ///< For those that rest.
        bool again = false; ///< For those that run.
    };

    void work(const std::stop_token& stop);
    void waitForWork(std::unique_lock<std::mutex>& lock, const std::stop_token& stop);
    void rest(const LoopId& loop, std::optional<Clock::duration> again);
    void wakeWhatIsDue();
    [[nodiscard]] Entry takeNext();

    RunLoop m_run;
    mutable std::mutex m_mutex;
    std::condition_variable_any m_changed;
    QList<Entry> m_queue; // Each loop is in one of the three at most.
    QHash<LoopId, Entry> m_running;
    QHash<LoopId, Entry> m_resting;
    std::vector<std::jthread> m_workers; // Last: they use the members above.
};

} // namespace tamma::engine
