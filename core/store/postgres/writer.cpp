// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/postgres/writer.h"

#include "core/events/request_check.h"
#include "core/store/hash_chain.h"
#include "core/store/postgres/lock_keys.h"

#include <algorithm>

namespace tamma::store::postgres {

using events::AppendReceipt;
using events::GuardClause;
using events::QueryItem;

namespace {

constexpr size_t MOST_LOCKS = 400; // The server keeps some 6,400 for all its connections.

constexpr auto APPEND = "SELECT outcomes, firsts, lasts, broken FROM tamma_append($1, $2, $3, $4, "
                        "$5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)";

/// What became of the requests of a group, in their order.
struct Outcomes {
    QByteArrayList words;
    QList<qint64> firsts, lasts, clauses;
};

bool isAbout(const events::AppendGuard& guard, const QList<EventRow>& rows)
{
    return std::ranges::any_of(guard.clauses, [&](const GuardClause& clause) {
        return std::ranges::any_of(
            rows, [&](const EventRow& row) { return clause.about.matches(row.type, row.tags); });
    });
}

// The longest text is most likely the rarest: an id. Whichever it is, whoever breaks the condition
// shares it.
QByteArray rarestTag(const events::Tags& tags)
{
    const auto& pairs = tags.pairs();
    return keyOf(
        *std::ranges::max_element(pairs, {}, [](const auto& pair) { return pair.second.size(); }));
}

void addLocks(LockSet& locks, const GuardClause& clause)
{
    if (clause.about.items.isEmpty()) {
        locks[lock_keys::EVERYTHING] = true;
    }
    for (const QueryItem& item : clause.about.items) {
        if (!item.tags.isEmpty()) {
            locks[lock_keys::ofWord(rarestTag(item.tags))] = true;
            continue;
        }
        for (const QString& type : item.types) {
            locks[lock_keys::ofWord(keyOfType(type))] = true;
        }
    }
}

/// The arguments of tamma_append() that tell the requests apart.
struct Outline {
    QList<qint64> requestEnds, clauseEnds, seen, setEnds;
    QByteArrayList sets;

    void add(const AppendRequest& request, qint64 events)
    {
        requestEnds.append(events);
        for (const GuardClause& clause : request.guard.clauses) {
            seen.append(clause.seenUpTo.value);
            for (const QueryItem& item : clause.about.items) {
                for (const QByteArrayList& keys : keySets(item)) {
                    sets.append(arrayLiteral(keys));
                }
            }
            setEnds.append(sets.size());
        }
        clauseEnds.append(seen.size());
    }
};

Parameters parametersOf(std::span<AppendRequest* const> group)
{
    EventColumns columns;
    Outline outline;
    for (const AppendRequest* request : group) {
        for (const EventRow& row : request->rows) {
            columns.add(row);
        }
        outline.add(*request, columns.size());
    }
    QList<qint64> locks;
    QList<bool> exclusive;
    for (const auto& [key, alone] : locksOf(group)) {
        locks.append(key);
        exclusive.append(alone);
    }
    Parameters parameters;
    parameters.integers(locks).flags(exclusive);
    parameters.uuids(columns.ids).texts(columns.types).integers(columns.versions);
    parameters.moments(columns.timestamps).documents(columns.tagMaps);
    parameters.documents(columns.metadatas).documents(columns.datas).texts(columns.keySets);
    parameters.manyBytes(columns.exacts).integers(outline.requestEnds);
    parameters.integers(outline.clauseEnds).integers(outline.seen).integers(outline.setEnds);
    return parameters.texts(outline.sets);
}

Result<AppendReceipt> answerFrom(const Outcomes& outcomes, qsizetype i,
                                 const AppendRequest& request)
{
    const QByteArray& word = outcomes.words.at(i);
    const Position first{outcomes.firsts.at(i)};
    if (word == "refused") {
        const qint64 clause = outcomes.clauses.at(i);
        return std::unexpected(
            events::guardBroken(clause, request.guard.clauses.at(clause), first));
    }
    if (word == "partial") {
        return std::unexpected(events::storedInPart());
    }
    return AppendReceipt{first, {outcomes.lasts.at(i)}, word == "repeated"};
}

} // namespace

bool AppendRequest::isIndependentOf(const AppendRequest& other) const
{
    return !isAbout(guard, other.rows) && !isAbout(other.guard, rows)
        && std::ranges::none_of(rows, [&](const EventRow& row) {
               return std::ranges::contains(other.rows, row.id, &EventRow::id);
           });
}

LockSet locksOf(std::span<AppendRequest* const> group)
{
    LockSet locks{{lock_keys::EVERYTHING, false}};
    for (const AppendRequest* request : group) {
        for (const EventRow& row : request->rows) {
            locks.try_emplace(lock_keys::ofWord(keyOfType(row.type)), false);
            for (const auto& tag : row.tags.pairs()) {
                locks.try_emplace(lock_keys::ofWord(keyOf(tag)), false);
            }
        }
        for (const GuardClause& clause : request->guard.clauses) {
            addLocks(locks, clause);
        }
    }
    return locks.size() > MOST_LOCKS ? LockSet{{lock_keys::EVERYTHING, true}} : locks;
}

Result<> Writer::tryOnce(Connection& connection, std::span<AppendRequest* const> group,
                         bool isRepeated)
{
    TRY_ASSIGN(const Answer answer, connection.run(APPEND, parametersOf(group)));
    const Outcomes outcomes{answer.texts(0, 0), answer.integers(0, 1), answer.integers(0, 2),
                            answer.integers(0, 3)};
    for (size_t i = 0; i < group.size(); ++i) {
        group[i]->answer = answerFrom(outcomes, static_cast<qsizetype>(i), *group[i]);
        if (isRepeated && group[i]->answer) {
            group[i]->answer->repeated = false; // Our own first try stored it.
        }
    }
    return {};
}

Result<> Writer::storeAll(std::span<AppendRequest* const> group)
{
    Result<> stored;
    for (int tries = 0; tries < 3; ++tries) {
        stored = m_pool.repeat([&](Connection& connection, int number) {
            return tryOnce(connection, group, number > 1);
        });
        // Somebody else has just stored an event of the same id: the next try knows it.
        if (stored || !hasState(stored.error(), "23505")) {
            break;
        }
    }
    return stored;
}

void Writer::write(std::span<AppendRequest* const> group)
{
    const auto stored = storeAll(group);
    if (stored) {
        m_committed();
        return;
    }
    if (group.size() > 1 && stored.error().code != errors::STORE_UNAVAILABLE) {
        // One request that the database cannot take must not fail its neighbours.
        for (AppendRequest* const& request : group) {
            write({&request, 1});
        }
        return;
    }
    for (AppendRequest* request : group) {
        request->answer = std::unexpected(stored.error());
    }
}

namespace {

/// Rows on their way into an empty record.
class Restoration {
public:
    explicit Restoration(Connection& connection)
        : m_connection(connection)
    {
    }

    Result<> add(const StoredRow& stored)
    {
        ++m_number;
        const EventPlace& place = stored.place;
        const QByteArray hash = hash_chain::next(m_last.hash, place.position, place.recorded,
                                                 hash_chain::contentHash(stored.row));
        if (hash != place.hash || place.position <= m_last.position
            || place.recorded < m_last.recorded) {
            return failure(
                errors::INVALID_ARGUMENT,
                QStringLiteral("event %1 (position %2) is not the one that was exported: its "
                               "hash differs; nothing was stored")
                    .arg(m_number)
                    .arg(place.position.value),
                {{QStringLiteral("number"), m_number}});
        }
        m_last = place;
        m_columns.add(stored.row);
        m_positions.append(place.position.value);
        m_recorded.append(place.recorded);
        m_hashes.append(place.hash);
        return m_positions.size() < AT_ONCE ? Result<>() : flush();
    }

    Result<> finish()
    {
        TRY(flush());
        if (m_number == 0) {
            return {};
        }
        return m_connection
            .run("SELECT setval('events_position_seq', $1), "
                 "setval('events_recorded_seq', greatest(0, $2))",
                 Parameters().integer(m_last.position.value).integer(m_last.recorded))
            .transform([](const Answer&) { });
    }

private:
    static constexpr qsizetype AT_ONCE = 1000;

    Result<> flush()
    {
        const EventColumns columns = std::exchange(m_columns, {});
        const QList<qint64> positions = std::exchange(m_positions, {});
        TRY(m_connection.run(
            "INSERT INTO events(position, recorded, id, type, version, timestamp, tags, metadata, "
            "data, keys, exact) SELECT p, r, i, t, v, s, g, m, d, k::text[], x FROM "
            "unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) AS "
            "e(p, r, i, t, v, s, g, m, d, k, x)",
            Parameters()
                .integers(positions)
                .moments(std::exchange(m_recorded, {}))
                .uuids(columns.ids)
                .texts(columns.types)
                .integers(columns.versions)
                .moments(columns.timestamps)
                .documents(columns.tagMaps)
                .documents(columns.metadatas)
                .documents(columns.datas)
                .texts(columns.keySets)
                .manyBytes(columns.exacts)));
        return m_connection
            .run("INSERT INTO chain(position, hash) SELECT * FROM unnest($1, $2)",
                 Parameters().integers(positions).manyBytes(std::exchange(m_hashes, {})))
            .transform([](const Answer&) { });
    }

    Connection& m_connection;
    qint64 m_number = 0;
    EventPlace m_last{{}, std::numeric_limits<qint64>::min(), hash_chain::beginning()};
    EventColumns m_columns;
    QList<qint64> m_positions;
    QList<qint64> m_recorded;
    QByteArrayList m_hashes;
};

} // namespace

Result<> Writer::restore(const RowFeed& feed)
{
    const auto restored = m_pool.run([&](Connection& connection) -> Result<> {
        return connection.inTransaction([&]() -> Result<> {
            TRY(connection.run("SELECT set_config('transaction_timeout', '0', true), "
                               "set_config('idle_in_transaction_session_timeout', '0', true)"));
            TRY(connection.run("SELECT pg_advisory_xact_lock($1)",
                               Parameters().integer(lock_keys::EVERYTHING)));
            TRY_ASSIGN(const Answer there, connection.run("SELECT EXISTS (SELECT FROM events)"));
            if (there.integer(0, 0) != 0) {
                return failure(errors::INVALID_ARGUMENT,
                               QStringLiteral("the record has events already; name an empty "
                                              "database"));
            }
            Restoration restoration(connection);
            const auto fed = feed([&](const StoredRow& stored) { return restoration.add(stored); });
            TRY(fed);
            return restoration.finish();
        });
    });
    TRY(restored);
    m_committed();
    return {};
}

} // namespace tamma::store::postgres
