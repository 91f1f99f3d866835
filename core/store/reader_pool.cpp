// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/reader_pool.h"

namespace tamma::store {

namespace {

constexpr size_t MAX_READERS = 4;

} // namespace

ReaderPool::ReaderPool(RecordFile file)
    : m_file(std::move(file))
{
}

ReaderPool::~ReaderPool() = default;

Result<> ReaderPool::run(const Work& work)
{
    Job job{&work, {}};
    auto answer = job.answer.get_future();
    {
        const std::scoped_lock lock(m_mutex);
        m_queue.push_back(std::move(job));
        if (m_queue.size() > m_idle && m_threads.size() < MAX_READERS) {
            m_threads.emplace_back([this](const std::stop_token& stop) { loop(stop); });
        }
    }
    m_wake.notify_one();
    return answer.get();
}

std::optional<ReaderPool::Job> ReaderPool::next(const std::stop_token& stop)
{
    std::unique_lock lock(m_mutex);
    ++m_idle;
    const bool found = m_wake.wait(lock, stop, [this] { return !m_queue.empty(); });
    --m_idle;
    if (!found) {
        return std::nullopt;
    }
    Job job = std::move(m_queue.front());
    m_queue.pop_front();
    return job;
}

// A connection that cannot be opened fails one job and is tried again with the next.
void ReaderPool::loop(const std::stop_token& stop)
{
    while (auto job = next(stop)) {
        auto connection = Connection::open(m_file);
        auto ready = connection ? (*connection)->execute(QStringLiteral("PRAGMA query_only = ON"))
                                : Result<>(std::unexpected(connection.error()));
        if (!ready) {
            job->answer.set_value(std::move(ready));
            continue;
        }
        TagIndex index(**connection);
        do {
            job->answer.set_value((*job->work)(**connection, index));
            job = next(stop);
        } while (job);
        return;
    }
}

} // namespace tamma::store
