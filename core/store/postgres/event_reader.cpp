// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/postgres/event_reader.h"

namespace tamma::store::postgres {

using namespace std::chrono_literals;
using events::EventQuery;
using events::QueryItem;
using events::StoredEvent;

namespace {

constexpr qint64 PAGE_OF_EVENTS = 4096;
constexpr qint64 FEW_EVENTS = 512; // So many are read faster than an index is asked.
constexpr double ROWS_WORTH_A_WALK = 50'000; // In the order of positions, to fill a page.
constexpr double COST_OF_A_MATCH = 4; // Of a row that the index names, to one in a walk.
constexpr auto FREQUENCIES_LIVE = 60s;

QList<QByteArrayList> allKeySets(const QList<QueryItem>& items)
{
    QList<QByteArrayList> sets;
    for (const QueryItem& item : items) {
        sets.append(keySets(item));
    }
    return sets;
}

} // namespace

double KeyFrequencies::guess(Connection& connection, const QList<QByteArrayList>& sets)
{
    const std::scoped_lock lock(m_mutex);
    if (std::chrono::steady_clock::now() >= m_next) {
        m_next = std::chrono::steady_clock::now() + FREQUENCIES_LIVE;
        const auto told = connection.run(
            "SELECT most_common_elems::text::text[], most_common_elem_freqs FROM pg_stats "
            "WHERE tablename = 'events' AND attname = 'keys' AND schemaname = current_schema()");
        m_common.clear(); // Without statistics every key counts as rare.
        if (told && told->rows() > 0) {
            const QByteArrayList keys = told->texts(0, 0);
            const QList<double> frequencies = told->reals(0, 1);
            for (qsizetype i = 0; i < std::min(keys.size(), frequencies.size()); ++i) {
                m_common.insert(keys.at(i), frequencies.at(i));
            }
        }
    }
    double sum = 0;
    for (const QByteArrayList& keys : sets) {
        sum += ofSet(keys);
    }
    return std::min(sum, 1.0);
}

double KeyFrequencies::ofSet(const QByteArrayList& keys) const
{
    double product = 1;
    for (const QByteArray& key : keys) {
        product *= m_common.value(key, 0);
    }
    return product;
}

Plan EventReader::planFor(const EventQuery& query)
{
    const qint64 last = std::min(query.upTo.value, m_horizon.known().value);
    if (query.items.isEmpty() || last - query.after.value <= FEW_EVENTS) {
        return Plan::InOrder;
    }
    if (static_cast<double>(query.limit) > ROWS_WORTH_A_WALK) {
        return Plan::ByKeys;
    }
    const double part = m_frequencies.guess(m_connection, allKeySets(query.items));
    if (part <= 0) {
        return Plan::ByKeys;
    }
    const double walked = static_cast<double>(query.limit) / part;
    const double matching = part * static_cast<double>(m_horizon.known().value);
    return walked < std::min(ROWS_WORTH_A_WALK, matching * COST_OF_A_MATCH) ? Plan::InOrder
                                                                            : Plan::ByKeys;
}

Statement EventReader::statementFor(const EventQuery& query)
{
    Statement statement{QByteArray("SELECT ") + ROW
                        + " FROM events WHERE position > $1 AND position <= $2"};
    statement.parameters.integer(query.after.value).integer(query.upTo.value);
    QByteArray alternatives;
    for (const QByteArrayList& keys : allKeySets(query.items)) {
        statement.parameters.texts(keys);
        alternatives += (alternatives.isEmpty() ? "" : " OR ");
        alternatives += "keys @> $" + QByteArray::number(statement.parameters.count());
    }
    if (!alternatives.isEmpty()) {
        statement.sql += " AND (" + alternatives + ')';
    }
    statement.sql += query.backwards ? " ORDER BY position DESC" : " ORDER BY position";
    if (query.limit < std::numeric_limits<qint64>::max()) {
        statement.sql += " LIMIT " + QByteArray::number(query.limit);
    }
    return statement;
}

// They hold until the end of the transaction.
QList<Statement> EventReader::settingsFor(Plan plan)
{
    if (plan == Plan::InOrder) {
        return {{"SELECT set_config('enable_seqscan', 'off', true), "
                 "set_config('enable_bitmapscan', 'off', true)"}};
    }
    return {{"SELECT set_config('enable_seqscan', 'off', true), "
             "set_config('enable_indexscan', 'off', true), "
             "set_config('enable_indexonlyscan', 'off', true)"}};
}

Result<QList<StoredRow>> EventReader::fetch(const EventQuery& query, Plan plan)
{
    QList<Statement> statements{{"BEGIN READ ONLY"}};
    statements += settingsFor(plan);
    statements += {statementFor(query), {"COMMIT"}};
    TRY_ASSIGN(const QList<Answer> answers, m_connection.runTogether(statements));
    const Answer& found = answers.at(answers.size() - 2);
    QList<StoredRow> rows;
    rows.reserve(found.rows());
    for (int row = 0; row < found.rows(); ++row) {
        TRY_ASSIGN(StoredRow stored, storedRow(found, row));
        rows.append(std::move(stored));
    }
    return rows;
}

// Both come from one snapshot: if there is no gap, all rows are decided.
Result<QList<StoredRow>> EventReader::lookAndFetch(const EventQuery& query, Plan plan,
                                                   Horizon::Look& look)
{
    const Position before = m_horizon.known();
    QList<Statement> statements{{"BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"},
                                Horizon::lookStatement(before)};
    statements += settingsFor(plan);
    statements += {statementFor(query), {"COMMIT"}};
    TRY_ASSIGN(const QList<Answer> answers, m_connection.runTogether(statements));
    look = m_horizon.understand(before, answers.at(1));
    const Answer& found = answers.at(answers.size() - 2);
    QList<StoredRow> rows;
    for (int row = 0; look.isDecided() && row < found.rows(); ++row) {
        TRY_ASSIGN(StoredRow stored, storedRow(found, row));
        rows.append(std::move(stored));
    }
    return rows;
}

Result<QList<StoredRow>> EventReader::rows(EventQuery query)
{
    if (query.limit <= 0 || query.upTo <= query.after) {
        return QList<StoredRow>();
    }
    const Plan plan = planFor(query);
    if (query.upTo <= m_horizon.known()) {
        return fetch(query, plan);
    }
    Horizon::Look look;
    TRY_ASSIGN(QList<StoredRow> found, lookAndFetch(query, plan, look));
    if (look.isDecided()) {
        return found;
    }
    TRY_ASSIGN(const Position decided, m_horizon.decide(m_connection));
    query.upTo = std::min(query.upTo, decided);
    return query.upTo > query.after ? fetch(query, plan) : Result<QList<StoredRow>>();
}

Result<QList<StoredRow>> EventReader::connectedRows(EventQuery query)
{
    Horizon::Look look;
    TRY_ASSIGN(QList<StoredRow> found, lookAndFetch(query, Plan::InOrder, look));
    if (look.isDecided()) {
        return found;
    }
    if (look.connected <= query.after) {
        TRY(m_horizon.decide(m_connection));
    }
    query.upTo = std::min(query.upTo, m_horizon.known());
    return query.upTo > query.after ? fetch(query, Plan::InOrder) : Result<QList<StoredRow>>();
}

// Recorded times never go back, so that a span of time is a span of positions.
Result<> EventReader::cutByTime(EventQuery& query)
{
    if (query.recordedFrom) {
        TRY_ASSIGN(const Position before,
                   m_horizon.positionAt(m_connection, *query.recordedFrom - 1ms));
        query.after = std::max(query.after, before);
    }
    if (query.recordedBefore) {
        TRY_ASSIGN(const Position last,
                   m_horizon.positionAt(m_connection, *query.recordedBefore - 1ms));
        query.upTo = std::min(query.upTo, last);
    }
    return {};
}

Result<QList<StoredEvent>> EventReader::read(EventQuery query)
{
    TRY(cutByTime(query));
    // Along the positions it costs nothing to come again; the index is asked once, if possible.
    const bool inPages = query.items.isEmpty() || !query.metadata.isEmpty();
    EventQuery page = query;
    page.limit = inPages ? std::min(query.limit, PAGE_OF_EVENTS) : query.limit;
    RowDecoder decoder(query.payloadsOf);
    QList<StoredEvent> found;
    while (found.size() < query.limit) {
        TRY_ASSIGN(const QList<StoredRow> stored, rows(page));
        for (const StoredRow& row : stored) {
            if (found.size() >= query.limit) {
                break;
            }
            TRY(decoder.appendTo(found, row));
            if (!query.matchesDetails(found.constLast())) {
                found.removeLast();
            }
        }
        if (stored.size() < page.limit) {
            break;
        }
        (query.backwards ? page.upTo.value : page.after.value)
            = stored.last().place.position.value - (query.backwards ? 1 : 0);
    }
    return found;
}

} // namespace tamma::store::postgres
