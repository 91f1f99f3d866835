// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/sqlite/writer.h"

#include "core/events/request_check.h"
#include "core/store/hash_chain.h"
#include "core/store/sqlite/new_segment.h"

namespace tamma::store::sqlite {

using events::AppendGuard;
using events::AppendReceipt;
using events::GuardClause;

namespace {

constexpr size_t RESTORED_AT_ONCE = 65'536;

} // namespace

AppendRequest::AppendRequest(QList<EventRow> events, AppendGuard condition)
    : rows(std::move(events))
    , guard(std::move(condition))
{
    for (const EventRow& row : std::as_const(rows)) {
        contentHashes.append(hash_chain::contentHash(row));
    }
}

Writer::Writer(std::unique_ptr<Connection> connection, WriterSetup setup)
    : m_setup(std::move(setup))
    , m_connection(std::move(connection))
    , m_index(std::make_unique<TagIndex>(*m_connection))
{
}

void Writer::write(std::span<AppendRequest*> group)
{
    const auto stored = inTransaction([&]() -> Result<> {
        for (AppendRequest* request : group) {
            TRY(store(*request));
        }
        return m_index->fold(m_setup.indexAfter);
    });
    if (stored) {
        m_setup.committed();
        return;
    }
    if (group.size() == 1 || stored.error().code == errors::STORE_UNAVAILABLE) {
        for (AppendRequest* request : group) {
            request->answer = std::unexpected(stored.error());
        }
        return;
    }
    // One request that the disk cannot take must not fail its neighbours.
    for (AppendRequest*& request : group) {
        write({&request, 1});
    }
}

// What fails here is the database and concerns the whole transaction; refusals are answers.
Result<> Writer::inTransaction(const std::function<Result<>()>& work)
{
    TRY(m_connection->requireInPlace());
    TRY(m_connection->execute("BEGIN IMMEDIATE"));
    Result<> done = readEnd();
    if (done) {
        done = work();
    }
    if (done) {
        done = m_connection->execute("COMMIT");
    }
    if (!done) {
        // After some failures SQLite has rolled back by itself; then there is nothing to undo.
        static_cast<void>(m_connection->execute("ROLLBACK"));
        m_index->forget();
        m_seenVersion = -1;
    }
    return done;
}

Result<> Writer::readEnd()
{
    TRY_ASSIGN(const qint64 version, m_connection->number("PRAGMA data_version"));
    if (version == m_seenVersion) {
        return {};
    }
    Rows row = m_connection->query("SELECT position, recorded, hash FROM event "
                                   "ORDER BY position DESC LIMIT 1");
    TRY_ASSIGN(const bool found, row.next());
    m_last = found ? EventPlace{{row.integer(0)}, row.integer(1), row.bytes(2).toByteArray()}
                   : EventPlace{{}, 0, hash_chain::beginning()};
    TRY(m_index->refresh());
    m_seenVersion = version;
    return {};
}

Result<> Writer::store(AppendRequest& request)
{
    QList<Position> known;
    for (const EventRow& row : std::as_const(request.rows)) {
        TRY_ASSIGN(const Position position, positionOf(m_index->events(), row.id));
        if (position != Position{}) {
            known.append(position);
        }
    }
    if (known.size() == request.rows.size()) {
        request.answer = AppendReceipt{known.first(), known.last(), true};
        return {};
    }
    TRY_ASSIGN(const auto broken, brokenClause(request.guard));
    if (broken) {
        request.answer = std::unexpected(*broken);
        return {};
    }
    if (!known.isEmpty()) {
        request.answer = std::unexpected(events::storedInPart());
        return {};
    }
    return insert(request);
}

Result<> Writer::insert(AppendRequest& request)
{
    const Position first{m_last.position.value + 1};
    m_last.recorded
        = std::max<qint64>(m_last.recorded, m_setup.clock->now().time_since_epoch().count());
    for (qsizetype i = 0; i < request.rows.size(); ++i) {
        ++m_last.position.value;
        m_last.hash = hash_chain::next(m_last.hash, m_last.position, m_last.recorded,
                                       request.contentHashes.at(i));
        TRY_ASSIGN(EventWords words, wordsOf(request.rows.at(i)));
        TRY(insertRow(*m_connection, m_last, request.rows.at(i), words));
        m_index->add(m_last.position, std::move(words));
    }
    request.answer = AppendReceipt{first, m_last.position};
    return {};
}

Result<EventWords> Writer::wordsOf(const EventRow& row)
{
    EventWords words;
    TRY_ASSIGN(words.type, m_index->dictionary().findOrAdd({QString(), row.type}));
    for (const auto& tag : row.tags.pairs()) {
        TRY_ASSIGN(const qint64 number, m_index->dictionary().findOrAdd(tag));
        words.tags.push_back(number);
    }
    return words;
}

Result<std::optional<Error>> Writer::brokenClause(const AppendGuard& guard)
{
    for (qsizetype number = 0; number < guard.clauses.size(); ++number) {
        const GuardClause& clause = guard.clauses.at(number);
        TRY_ASSIGN(const Position position, firstMatch(clause));
        if (position != Position{}) {
            return events::guardBroken(number, clause, position);
        }
    }
    return std::nullopt;
}

// Returns the first event that breaks the clause, or position 0.
Result<Position> Writer::firstMatch(const GuardClause& clause)
{
    const Position next{clause.seenUpTo.value + 1};
    if (m_last.position < next) {
        return Position{};
    }
    if (clause.about.items.isEmpty()) {
        return next; // Positions have no gaps.
    }
    TRY_ASSIGN(const auto cursor, m_index->cursor({clause.about.items}));
    if (!cursor) {
        return Position{};
    }
    TRY_ASSIGN(const qint64 found, cursor->seek(next.value));
    return Position{found};
}

Result<> Writer::restore(const RowFeed& feed)
{
    const auto restored = inTransaction([&]() -> Result<> {
        if (m_last.position != Position{}) {
            return failure(errors::INVALID_ARGUMENT,
                           QStringLiteral("the record has events already; set TAMMA_HOME to an "
                                          "empty folder and import there"));
        }
        qint64 count = 0;
        const auto fed = feed([&](const StoredRow& stored) -> Result<> {
            TRY(restoreOne(stored, ++count));
            return m_index->fold(RESTORED_AT_ONCE);
        });
        TRY(fed);
        return m_index->fold(m_setup.indexAfter);
    });
    TRY(restored);
    m_setup.committed();
    return {};
}

Result<> Writer::restoreOne(const StoredRow& stored, qint64 number)
{
    const EventPlace& place = stored.place;
    const QByteArray hash = hash_chain::next(m_last.hash, place.position, place.recorded,
                                             hash_chain::contentHash(stored.row));
    if (hash != place.hash || place.position <= m_last.position
        || place.recorded < m_last.recorded) {
        return failure(
            errors::INVALID_ARGUMENT,
            QStringLiteral("event %1 (position %2) is not the one that was exported: its "
                           "hash differs; nothing was stored")
                .arg(number)
                .arg(place.position.value),
            {{QStringLiteral("number"), number}});
    }
    TRY_ASSIGN(EventWords words, wordsOf(stored.row));
    TRY(insertRow(*m_connection, place, stored.row, words));
    m_index->add(place.position, std::move(words));
    m_last = place;
    return {};
}

Result<> Writer::rebuildIndex()
{
    return inTransaction([this] {
        m_seenVersion = -1; // The index forgets what waits.
        return m_index->rebuild();
    });
}

Result<qint64> Writer::archive(Position upTo)
{
    std::optional<NewSegment> segment;
    const auto planned = inTransaction([&]() -> Result<> {
        TRY_ASSIGN(segment, NewSegment::plan(m_index->events(), upTo));
        return {};
    });
    TRY(planned);
    if (!segment) {
        return 0;
    }
    TRY(segment->write(*m_connection));
    TRY(inTransaction([&] { return segment->take(m_index->events()); }));
    return segment->events();
}

Result<> Writer::shrink()
{
    m_seenVersion = -1;
    return m_connection->run("VACUUM");
}

} // namespace tamma::store::sqlite
