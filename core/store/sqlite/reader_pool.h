// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/sqlite/tag_index.h"

#include <condition_variable>
#include <functional>
#include <mutex>
#include <vector>

namespace tamma::store::sqlite {

/// Connections that only read, lent to whoever reads: opened when they are first needed, up to
/// eight, and kept.
///
/// Threads  run() from any; the work is done in the caller's.
class ReaderPool {
public:
    using Work = std::function<Result<>(TagIndex&)>;

    explicit ReaderPool(RecordFile file);
    ~ReaderPool();

    /// Runs `work` with a connection and returns its answer, or why there is no connection.
    [[nodiscard]] Result<> run(const Work& work);

private:
    struct Reader;

    [[nodiscard]] Result<std::unique_ptr<Reader>> borrow();

    RecordFile m_file;
    std::mutex m_mutex;
    std::condition_variable m_returned;
    std::vector<std::unique_ptr<Reader>> m_idle;
    int m_lent = 0;
};

} // namespace tamma::store::sqlite
