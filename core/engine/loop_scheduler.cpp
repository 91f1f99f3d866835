// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/loop_scheduler.h"

#include <algorithm>

namespace tamma::engine {

LoopScheduler::LoopScheduler(int workers, RunLoop run)
    : m_run(std::move(run))
{
    for (int i = 0; i < workers; ++i) {
        m_workers.emplace_back([this](const std::stop_token& stop) { work(stop); });
    }
}

void LoopScheduler::end()
{
    for (std::jthread& worker : m_workers) {
        worker.request_stop();
    }
    m_workers.clear();
}

void LoopScheduler::wake(const LoopId& loop, const Place& place)
{
    const std::scoped_lock lock(m_mutex);
    m_resting.remove(loop);
    if (const auto running = m_running.find(loop); running != m_running.end()) {
        running->again = true;
        running->place = place;
    } else if (const auto queued = std::ranges::find(m_queue, loop, &Entry::loop);
               queued != m_queue.end()) {
        queued->place = place;
    } else {
        m_queue.append({.loop = loop, .place = place});
        m_changed.notify_one();
    }
}

void LoopScheduler::stop(const LoopId& loop)
{
    const std::scoped_lock lock(m_mutex);
    if (const auto running = m_running.find(loop); running != m_running.end()) {
        running->stop.request_stop();
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
    while (!stop.stop_requested()) {
        wakeWhatIsDue();
        if (m_queue.isEmpty()) {
            waitForWork(lock, stop);
            continue;
        }
        const Entry next = takeNext();
        m_running.insert(next.loop, next);
        lock.unlock();
        std::optional<Clock::duration> again;
        {
            const std::stop_callback passOn(
                stop, [source = next.stop]() mutable { source.request_stop(); });
            again = m_run(next.loop, next.stop.get_token());
        }
        lock.lock();
        rest(next.loop, again);
    }
}

void LoopScheduler::waitForWork(std::unique_lock<std::mutex>& lock, const std::stop_token& stop)
{
    const auto next = std::ranges::min_element(m_resting, {}, &Entry::due);
    if (next == m_resting.end()) {
        m_changed.wait(lock, stop, [this] { return !m_queue.isEmpty() || !m_resting.isEmpty(); });
    } else {
        const auto due = next->due; // The wait keeps a reference, and others rest meanwhile.
        m_changed.wait_until(lock, stop, due, [this] { return !m_queue.isEmpty(); });
    }
}

void LoopScheduler::rest(const LoopId& loop, std::optional<Clock::duration> again)
{
    Entry entry = m_running.take(loop);
    if (entry.again) {
        m_queue.append({.loop = loop, .place = entry.place});
    } else if (again) {
        entry.due = Clock::now() + *again;
        m_resting.insert(loop, entry);
        m_changed.notify_one(); // Whoever waits without an end waits for this from now on.
    }
}

void LoopScheduler::wakeWhatIsDue()
{
    const auto now = Clock::now();
    m_resting.removeIf([&](auto rests) {
        if (rests->due > now) {
            return false;
        }
        m_queue.append({.loop = rests->loop, .place = rests->place});
        m_changed.notify_one();
        return true;
    });
}

LoopScheduler::Entry LoopScheduler::takeNext()
{
    QHash<QString, int> busy;
    for (const Entry& running : std::as_const(m_running)) {
        ++busy[running.place.repository];
    }
    const auto rank = [&busy](const Entry& entry) {
        return std::pair(-entry.place.priority, busy.value(entry.place.repository));
    };
    // The first of the equals: whoever waits longest.
    return m_queue.takeAt(std::ranges::min_element(m_queue, {}, rank) - m_queue.begin());
}

} // namespace tamma::engine
