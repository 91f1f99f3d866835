// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/store_thread.h"

#include "core/store/record_schema.h"

#include <iterator>
#include <span>

namespace tamma::store {

using events::AppendGuard;

namespace {

constexpr size_t MAX_GROUP = 512;

void answerAll(std::span<AppendRequest> group, const Error& error)
{
    for (AppendRequest& request : group) {
        request.answer.set_value(std::unexpected(error));
    }
}

} // namespace

/// What the store thread does with its connection; the only writer of this process.
class StoreThread::Writer {
public:
    Writer(std::unique_ptr<Connection> connection, const Setup& setup)
        : m_setup(setup)
        , m_connection(std::move(connection))
        , m_index(*m_connection)
    {
    }

    void commit(std::span<AppendRequest> group);

private:
    using Answers = std::vector<Result<Position>>;

    [[nodiscard]] Result<Answers> store(std::span<const AppendRequest> group);
    [[nodiscard]] Result<> readHead();
    [[nodiscard]] Result<> storeOne(const AppendRequest& request, Answers& answers);
    [[nodiscard]] Result<std::optional<Error>> refusal(const AppendRequest& request, bool partly);
    [[nodiscard]] Result<bool> isStale(const AppendGuard& guard);

    const Setup& m_setup;
    std::unique_ptr<Connection> m_connection;
    TagIndex m_index;
    qint64 m_head = 0; // Both as of the running transaction.
    qint64 m_recorded = 0;
};

Result<std::unique_ptr<StoreThread>> StoreThread::start(Setup setup)
{
    std::unique_ptr<StoreThread> self(new StoreThread(std::move(setup)));
    std::promise<Result<>> opened;
    auto answer = opened.get_future();
    self->m_thread = std::jthread(
        [raw = self.get(), promise = std::move(opened)](const std::stop_token& stop) mutable {
            raw->loop(stop, std::move(promise));
        });
    TRY(answer.get());
    return self;
}

StoreThread::StoreThread(Setup setup)
    : m_setup(std::move(setup))
{
}

Result<Position> StoreThread::append(QList<EventRow> rows, AppendGuard guard)
{
    AppendRequest request{std::move(rows), std::move(guard)};
    auto answer = request.answer.get_future();
    {
        const std::scoped_lock lock(m_mutex);
        m_queue.push_back(std::move(request));
    }
    m_wake.notify_one();
    return answer.get();
}

StoreThread::Group StoreThread::takeGroup(const std::stop_token& stop)
{
    std::unique_lock lock(m_mutex);
    // Stopped with a full queue it still answers everybody: wait() looks at the queue first.
    m_wake.wait(lock, stop, [this] { return !m_queue.empty(); });
    const auto end = m_queue.begin() + static_cast<qsizetype>(std::min(m_queue.size(), MAX_GROUP));
    Group group(std::make_move_iterator(m_queue.begin()), std::make_move_iterator(end));
    m_queue.erase(m_queue.begin(), end);
    return group;
}

void StoreThread::loop(const std::stop_token& stop, std::promise<Result<>> opened)
{
    auto connection = openRecord(m_setup.file);
    if (!connection) {
        opened.set_value(std::unexpected(connection.error()));
        return;
    }
    Writer writer(*std::move(connection), m_setup);
    opened.set_value({});
    for (Group group = takeGroup(stop); !group.empty(); group = takeGroup(stop)) {
        writer.commit(group);
    }
}

void StoreThread::Writer::commit(std::span<AppendRequest> group)
{
    // Waits for another process that writes; what waited in vain would do so alone as well.
    const auto begun = m_connection->execute(QStringLiteral("BEGIN IMMEDIATE"));
    if (!begun) {
        answerAll(group, begun.error());
        return;
    }
    const auto answers = store(group);
    if (answers) {
        m_setup.committed();
        for (size_t i = 0; i < group.size(); ++i) {
            group[i].answer.set_value((*answers)[i]);
        }
        return;
    }
    // After some failures SQLite has rolled back by itself; then there is nothing to undo.
    static_cast<void>(m_connection->execute(QStringLiteral("ROLLBACK")));
    m_index.forget();
    if (group.size() == 1) {
        answerAll(group, answers.error());
        return;
    }
    // One request that the disk cannot take must not fail its neighbours.
    for (AppendRequest& request : group) {
        commit({&request, 1});
    }
}

// The outer failure is the database's and concerns the whole transaction; refusals are answers.
Result<StoreThread::Writer::Answers>
StoreThread::Writer::store(std::span<const AppendRequest> group)
{
    Answers answers;
    TRY(readHead());
    for (const AppendRequest& request : group) {
        TRY(storeOne(request, answers));
    }
    TRY(m_connection->execute(QStringLiteral("COMMIT")));
    return answers;
}

// Another process may have written since the last time.
Result<> StoreThread::Writer::readHead()
{
    m_head = 0;
    m_recorded = 0;
    return m_connection->select(
        QStringLiteral("SELECT position, recorded FROM event ORDER BY position DESC LIMIT 1"), {},
        [this](const QSqlQuery& row) {
            m_head = row.value(0).toLongLong();
            m_recorded = row.value(1).toLongLong();
        });
}

Result<> StoreThread::Writer::storeOne(const AppendRequest& request, Answers& answers)
{
    qint64 known = 0;
    qint64 last = 0;
    for (const EventRow& row : request.rows) {
        TRY_ASSIGN(last,
                   m_connection->number(QStringLiteral("SELECT position FROM event WHERE id = ?"),
                                        {row.id}));
        known += last != 0 ? 1 : 0;
    }
    if (known == request.rows.size()) {
        answers.emplace_back(Position{last});
        return {};
    }
    TRY_ASSIGN(const auto refused, refusal(request, known > 0));
    if (refused) {
        answers.emplace_back(std::unexpected(*refused));
        return {};
    }
    m_recorded = std::max<qint64>(m_recorded, m_setup.clock->now().time_since_epoch().count());
    for (const EventRow& row : request.rows) {
        const Position position{++m_head};
        TRY(insertRow(*m_connection, position, m_recorded, row));
        TRY(m_index.add(position, row.type, row.tags));
    }
    answers.emplace_back(Position{m_head});
    return {};
}

Result<std::optional<Error>> StoreThread::Writer::refusal(const AppendRequest& request, bool partly)
{
    TRY_ASSIGN(const bool stale, isStale(request.guard));
    if (stale) {
        return Error{errors::POSITION_CONFLICT,
                     QStringLiteral("what the decision is about changed after position %1")
                         .arg(request.guard.seenUpTo.value),
                     {},
                     true};
    }
    if (partly) {
        return Error{errors::INVALID_ARGUMENT,
                     QStringLiteral("a part of the batch is stored already")};
    }
    return std::nullopt;
}

Result<bool> StoreThread::Writer::isStale(const AppendGuard& guard)
{
    if (!guard.about || m_head <= guard.seenUpTo.value) {
        return false;
    }
    if (guard.about->items.isEmpty()) {
        return true;
    }
    TRY_ASSIGN(const PositionFilter filter,
               m_index.filter({guard.about->items, guard.seenUpTo, 1}));
    if (filter.matchesNothing) {
        return false;
    }
    TRY_ASSIGN(
        const qint64 exists,
        m_connection->number(QStringLiteral("SELECT EXISTS (%1)").arg(filter.sql), filter.values));
    return exists != 0;
}

} // namespace tamma::store
