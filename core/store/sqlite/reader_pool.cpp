// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/sqlite/reader_pool.h"

#include <QFileInfo>

namespace tamma::store::sqlite {

namespace {

constexpr int MAX_READERS = 8;

} // namespace

struct ReaderPool::Reader {
    explicit Reader(std::unique_ptr<Connection> opened)
        : connection(std::move(opened))
        , index(*connection)
    {
    }

    std::unique_ptr<Connection> connection;
    TagIndex index;
};

ReaderPool::ReaderPool(RecordFile file)
    : m_file(std::move(file))
{
}

ReaderPool::~ReaderPool() = default;

Result<std::unique_ptr<ReaderPool::Reader>> ReaderPool::borrow()
{
    {
        std::unique_lock lock(m_mutex);
        m_returned.wait(lock, [this] { return !m_idle.empty() || m_lent < MAX_READERS; });
        ++m_lent;
        if (!m_idle.empty()) {
            auto reader = std::move(m_idle.back());
            m_idle.pop_back();
            TRY(reader->connection->requireInPlace());
            return reader;
        }
    }
    if (!QFileInfo::exists(m_file.path)) { // To open it would make another one.
        return movedAway(m_file.path);
    }
    TRY_ASSIGN(auto connection, Connection::open(m_file));
    TRY(connection->run("PRAGMA query_only = ON"));
    return std::make_unique<Reader>(std::move(connection));
}

// A connection that cannot be opened fails this work and is tried again with the next.
Result<> ReaderPool::run(const Work& work)
{
    auto reader = borrow();
    const auto done = reader ? work((*reader)->index) : Result<>(std::unexpected(reader.error()));
    const std::scoped_lock lock(m_mutex);
    --m_lent;
    if (reader) {
        m_idle.push_back(*std::move(reader));
    }
    m_returned.notify_one();
    return done;
}

} // namespace tamma::store::sqlite
