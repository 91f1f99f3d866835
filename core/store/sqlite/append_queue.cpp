// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/sqlite/append_queue.h"

#include <atomic>

namespace tamma::store::sqlite {

namespace {

constexpr size_t MAX_GROUP = 512;

} // namespace

/// A caller who waits. Shared: it may be gone before whoever answers it has let go of it.
struct AppendQueue::Waiting {
    enum class State { Queued, Leads, Answered };

    AppendRequest request;
    std::atomic<State> state = State::Queued;

    void become(State next)
    {
        state = next;
        state.notify_one();
    }
};

AppendQueue::AppendQueue(Writer writer)
    : m_writer(std::move(writer))
{
}

AppendQueue::~AppendQueue() = default;

Result<events::AppendReceipt> AppendQueue::append(QList<EventRow> rows, events::AppendGuard guard)
{
    const auto mine = std::make_shared<Waiting>(AppendRequest(std::move(rows), std::move(guard)));
    {
        const std::scoped_lock lock(m_mutex);
        m_queue.push_back(mine);
        if (!m_hasLeader && m_wantAlone == 0) { // Then nobody else is in the queue.
            m_hasLeader = true;
            mine->state = Waiting::State::Leads;
        } else if (m_queue.size() == m_lastSize) {
            m_gathered.notify_one();
        }
    }
    mine->state.wait(Waiting::State::Queued);
    if (mine->state == Waiting::State::Leads) {
        lead();
    }
    return std::move(mine->request.answer);
}

// Writes a group, of which the caller's own request is the first.
void AppendQueue::lead()
{
    std::unique_lock lock(m_mutex);
    waitForCompany(lock);
    const auto end = m_queue.begin() + static_cast<qsizetype>(std::min(m_queue.size(), MAX_GROUP));
    const std::vector group(m_queue.begin(), end);
    m_queue.erase(m_queue.begin(), end);
    lock.unlock();
    std::vector<AppendRequest*> requests;
    requests.reserve(group.size());
    for (const auto& waiting : group) {
        requests.push_back(&waiting->request);
    }
    const auto begin = std::chrono::steady_clock::now();
    m_writer.write(requests);
    lock.lock();
    m_lastTime = std::chrono::steady_clock::now() - begin;
    m_lastSize = group.size();
    handOver(lock);
    for (const auto& waiting : group) {
        waiting->become(Waiting::State::Answered);
    }
}

// Half the time of a write is never too long: without company two writes would be needed.
void AppendQueue::waitForCompany(std::unique_lock<std::mutex>& lock)
{
    if (m_queue.size() < m_lastSize) {
        m_gathered.wait_for(lock, m_lastTime / 2, [this] { return m_queue.size() >= m_lastSize; });
    }
}

// Called with the lock, which it opens.
void AppendQueue::handOver(std::unique_lock<std::mutex>& lock)
{
    std::shared_ptr<Waiting> next;
    if (m_wantAlone == 0 && !m_queue.empty()) {
        next = m_queue.front();
    }
    m_hasLeader = next != nullptr;
    lock.unlock();
    if (next) {
        next->become(Waiting::State::Leads);
    } else {
        m_free.notify_one();
    }
}

Result<> AppendQueue::alone(const std::function<Result<>(Writer&)>& work)
{
    std::unique_lock lock(m_mutex);
    ++m_wantAlone;
    m_free.wait(lock, [this] { return !m_hasLeader; });
    --m_wantAlone;
    m_hasLeader = true;
    lock.unlock();
    auto done = work(m_writer);
    lock.lock();
    handOver(lock);
    return done;
}

} // namespace tamma::store::sqlite
