// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/connection.h"
#include "core/store/tag_index.h"

#include <condition_variable>
#include <deque>
#include <future>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace tamma::store {

/// A few threads that read, each with a connection of its own. QtSql binds a connection to its
/// thread; with one for each caller nobody could close it when caller or store ends first.
///
/// Owns     Its threads; they start when they are first needed and end with it.
/// Threads  run() from any; it blocks until the work is done.
class ReaderPool {
public:
    using Work = std::function<Result<>(Connection&, TagIndex&)>;

    explicit ReaderPool(RecordFile file);
    ~ReaderPool();

    /// Runs `work` in one of the threads and returns its answer, or why there is no connection.
    [[nodiscard]] Result<> run(const Work& work);

private:
    struct Job {
        const Work* work; // Lives in run(), until the answer.
        std::promise<Result<>> answer;
    };

    void loop(const std::stop_token& stop);
    [[nodiscard]] std::optional<Job> next(const std::stop_token& stop);

    RecordFile m_file;
    std::mutex m_mutex;
    std::condition_variable_any m_wake;
    std::deque<Job> m_queue;
    size_t m_idle = 0;
    std::vector<std::jthread> m_threads; // Last: joined before the rest goes.
};

} // namespace tamma::store
