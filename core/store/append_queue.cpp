// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/append_queue.h"

namespace tamma::store {

namespace {

constexpr size_t MAX_GROUP = 512;

} // namespace

AppendQueue::AppendQueue(Writer writer)
    : m_writer(std::move(writer))
{
}

Result<events::AppendReceipt> AppendQueue::append(QList<EventRow> rows, events::AppendGuard guard)
{
    Waiting mine{AppendRequest(std::move(rows), std::move(guard))};
    std::unique_lock lock(m_mutex);
    m_queue.push_back(&mine);
    mine.woken.wait(lock, [&] { return mine.isDone || (m_queue.front() == &mine && !m_writing); });
    if (!mine.isDone) {
        writeGroup(lock);
    }
    return std::move(mine.request.answer);
}

// Called and left with the lock held. It is held while others are woken: they live on the stacks
// of threads that cannot go before they have it.
void AppendQueue::writeGroup(std::unique_lock<std::mutex>& lock)
{
    const size_t size = std::min(m_queue.size(), MAX_GROUP);
    std::vector<AppendRequest*> group;
    group.reserve(size);
    for (size_t i = 0; i < size; ++i) {
        group.push_back(&m_queue.at(i)->request);
    }
    m_writing = true;
    lock.unlock();
    m_writer.write(group);
    lock.lock();
    m_writing = false;
    for (size_t i = 0; i < size; ++i) {
        m_queue.front()->isDone = true;
        m_queue.front()->woken.notify_one();
        m_queue.pop_front();
    }
    if (!m_queue.empty()) {
        m_queue.front()->woken.notify_one();
    }
    m_free.notify_all();
}

Result<> AppendQueue::alone(const std::function<Result<>(Writer&)>& work)
{
    std::unique_lock lock(m_mutex);
    m_free.wait(lock, [this] { return !m_writing; });
    m_writing = true;
    lock.unlock();
    auto done = work(m_writer);
    lock.lock();
    m_writing = false;
    if (!m_queue.empty()) {
        m_queue.front()->woken.notify_one();
    }
    m_free.notify_all();
    return done;
}

} // namespace tamma::store
