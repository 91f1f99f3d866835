// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/indexed_record.h"

#include "core/base/on_pool.h"
#include "core/engine/record_writer.h"

namespace tamma::engine {

using events::StoredEvent;

namespace {

constexpr qsizetype MANY_NEWS = 4'096;

} // namespace

IndexedRecord::IndexedRecord(const events::EventStore& store, const QString& file)
    : m_store(store)
    , m_index(store, file)
{
    m_columns.setMaxThreadCount(1);
    m_rows.setMaxThreadCount(1);
    m_exports.setMaxThreadCount(1);
}

IndexedRecord::~IndexedRecord()
{
    m_end.request_stop();
    m_exports.waitForDone();
    m_rows.waitForDone();
    m_columns.waitForDone();
}

QFuture<Result<readmodels::RecordAnswer>>
IndexedRecord::recordMatches(readmodels::RecordQuestion question)
{
    return onPool(m_columns,
                  [this, question = std::move(question)] { return m_index.matches(question); });
}

QFuture<Result<QList<StoredEvent>>> IndexedRecord::recordRows(QList<Position> positions)
{
    return onPool(
        m_rows, [this, positions = std::move(positions)] { return readRows(m_store, positions); });
}

QFuture<QStringList> IndexedRecord::recordWords(WordQuestion question)
{
    return onPool(m_columns,
                  [this, question = std::move(question)] { return m_index.words(question); });
}

QFuture<Result<qint64>> IndexedRecord::exportRecord(RecordExport request)
{
    return onPool(m_exports,
                  [this, request = std::move(request), end = m_end.get_token()]() mutable {
                      std::stop_source either;
                      const std::stop_callback byUser(request.stop, [&] { either.request_stop(); });
                      const std::stop_callback byEnd(end, [&] { either.request_stop(); });
                      RecordExport stoppable = request;
                      stoppable.stop = either.get_token();
                      return writeRecord(m_store, stoppable);
                  });
}

void IndexedRecord::add(const QList<StoredEvent>& news)
{
    const qsizetype waiting = m_index.add(news);
    if (waiting >= MANY_NEWS && waiting - news.size() < MANY_NEWS) {
        m_columns.start([this] { m_index.takeNews(); });
    }
}

} // namespace tamma::engine
