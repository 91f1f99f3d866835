// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/sql_event_store.h"

#include "core/events/request_check.h"
#include "core/store/reader_pool.h"
#include "core/store/store_thread.h"
#include "core/store/tail.h"

namespace tamma::store {

using events::AppendGuard;
using events::Event;
using events::EventQuery;
using events::StoredEvent;

SqlEventStore::SqlEventStore() = default;

SqlEventStore::~SqlEventStore()
{
    if (m_tail) {
        m_tail->stop(); // A listener may be reading.
    }
}

Result<std::unique_ptr<SqlEventStore>> SqlEventStore::open(const QString& file,
                                                           const SqlEventStoreOptions& options)
{
    const RecordFile record{file, options.busyTimeout};
    std::unique_ptr<SqlEventStore> self(new SqlEventStore);
    self->m_tail = std::make_unique<Tail>(record, options.pollInterval);
    self->m_readers = std::make_unique<ReaderPool>(record);
    TRY_ASSIGN(
        self->m_writer,
        StoreThread::start({record, options.clock, [tail = self->m_tail.get()] { tail->wake(); }}));
    return self;
}

Result<Position> SqlEventStore::append(const QList<Event>& batch, const AppendGuard& guard)
{
    TRY(checkAppend(batch, guard));
    QList<EventRow> rows;
    rows.reserve(batch.size());
    for (const Event& event : batch) {
        rows.append(toRow(event));
    }
    return m_writer->append(std::move(rows), guard);
}

Result<QList<StoredEvent>> SqlEventStore::read(const EventQuery& query) const
{
    TRY(checkQuery(query));
    QList<StoredEvent> found;
    TRY(m_readers->run([&](Connection& connection, TagIndex& index) -> Result<> {
        TRY_ASSIGN(found, readEvents(connection, index, query));
        return {};
    }));
    return found;
}

Result<Position> SqlEventStore::head() const
{
    Position newest;
    TRY(m_readers->run([&](Connection& connection, TagIndex&) -> Result<> {
        TRY_ASSIGN(newest.value,
                   connection.number(QStringLiteral("SELECT max(position) FROM event")));
        return {};
    }));
    return newest;
}

std::unique_ptr<events::Subscription> SqlEventStore::subscribe(Position after, Listener listener)
{
    return m_tail->subscribe(after, std::move(listener));
}

} // namespace tamma::store
