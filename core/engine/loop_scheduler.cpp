// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/loop_scheduler.h"

namespace tamma::engine {

LoopScheduler::LoopScheduler(int workers, RunLoop run)
    : m_run(std::move(run))
{
    for (int i = 0; i < workers; ++i) {
        m_workers.emplace_back([this](const std::stop_token& stop) { work(stop); });
    }
}

LoopScheduler::~LoopScheduler()
{
    for (std::jthread& worker : m_workers) {
        worker.request_stop();
    }
}

void LoopScheduler::wake(const LoopId& loop)
{
    const std::scoped_lock lock(m_mutex);
    if (m_running.contains(loop)) {
        m_again.insert(loop);
    } else if (!m_queue.contains(loop)) {
        m_queue.append(loop);
        m_changed.notify_one();
    }
}

void LoopScheduler::stop(const LoopId& loop)
{
    const std::scoped_lock lock(m_mutex);
    if (const auto running = m_running.find(loop); running != m_running.end()) {
        running->request_stop();
    }
}

int LoopScheduler::busy() const
{
    const std::scoped_lock lock(m_mutex);
    return static_cast<int>(m_queue.size() + m_running.size());
}

void LoopScheduler::work(const std::stop_token& stop)
{
    std::unique_lock lock(m_mutex);
    while (m_changed.wait(lock, stop, [this] { return !m_queue.isEmpty(); })) {
        if (stop.stop_requested()) {
            return;
        }
        const LoopId loop = m_queue.takeFirst();
        std::stop_source source;
        m_running.insert(loop, source);
        lock.unlock();
        {
            const std::stop_callback passOn(stop, [&source] { source.request_stop(); });
            m_run(loop, source.get_token());
        }
        lock.lock();
        m_running.remove(loop);
        if (m_again.remove(loop)) {
            m_queue.append(loop);
        }
    }
}

} // namespace tamma::engine
