// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/loop_runner.h"

#include <QHash>
#include <QList>
#include <QSet>

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace tamma::engine {

/// Runs up to N loops at once, each on a worker of its own, first come first served. A loop that
/// waits for a person has no worker; wake() brings it back.
///
/// Threads  Any. The destructor asks every running step to stop and waits for it.
class LoopScheduler {
public:
    using RunLoop = std::function<LoopRunner::Ending(const LoopId&, std::stop_token)>;

    LoopScheduler(int workers, RunLoop run);
    ~LoopScheduler();

    /// Runs the loop as soon as a worker is free. A loop that runs already is run once more after
    /// that: what woke it may have come too late for the present run.
    void wake(const LoopId& loop);

    /// Asks the running step of the loop to stop; the record says why. Nothing happens when it does
    /// not run.
    void stop(const LoopId& loop);

    /// Returns how many loops run or wait for a worker.
    [[nodiscard]] int busy() const;

private:
    void work(const std::stop_token& stop);

    RunLoop m_run;
    mutable std::mutex m_mutex;
    std::condition_variable_any m_changed;
    QList<LoopId> m_queue;
    QHash<LoopId, std::stop_source> m_running;
    QSet<LoopId> m_again;
    std::vector<std::jthread> m_workers; // Last: they use the members above.
};

} // namespace tamma::engine
