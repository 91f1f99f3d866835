// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/postgres/record_check.h"

#include "core/store/hash_chain.h"
#include "core/store/personal/people.h"
#include "core/store/postgres/chain.h"
#include "core/store/postgres/event_reader.h"

namespace tamma::store::postgres {

namespace {

constexpr qint64 TELL_EVERY = 10'000;
constexpr int KEYS_AT_MOST = 2000; // Beyond that the index is checked by that many of its keys.

/// One walk over all rows and the chain beside them.
class Check {
public:
    Check(Connection& connection, Position upTo)
        : m_connection(connection)
        , m_upTo(upTo)
    {
        m_report.headHash = hash_chain::beginning();
    }

    Result<RecordReport> run(const std::stop_token& stop,
                             const std::function<void(qint64)>& progress)
    {
        const auto walked = eachChained(
            m_connection, m_upTo,
            [&](const ChainedRow& row) -> Result<> {
                if (m_report.fault.isEmpty()) {
                    checkEvent(row);
                }
                if (m_report.events % TELL_EVERY == 0) {
                    progress(m_report.events);
                }
                return m_report.fault.isEmpty() ? Result<>() : failure(errors::CORRUPT_EVENT);
            },
            stop);
        if (!walked && m_report.fault.isEmpty()) {
            if (walked.error().code != errors::CORRUPT_EVENT) {
                return std::unexpected(walked.error());
            }
            accuse({walked.error().context[QStringLiteral("position")].toInteger()},
                   walked.error().detail);
        }
        if (m_report.fault.isEmpty()) {
            TRY(checkIndex());
        }
        return m_report;
    }

private:
    void checkEvent(const ChainedRow& row)
    {
        const EventPlace& place = row.stored.place;
        if (!row.isThere) {
            accuse(place.position, QStringLiteral("it is missing"));
            return;
        }
        if (place.hash.isEmpty()) {
            accuse(place.position, QStringLiteral("it was put in between"));
            return;
        }
        if (place.recorded < m_recorded) {
            accuse(place.position, QStringLiteral("it was recorded before the one before it"));
            return;
        }
        const QByteArray hash = hash_chain::next(m_report.headHash, place.position, place.recorded,
                                                 hash_chain::contentHash(row.stored.row));
        if (hash != place.hash) {
            accuse(place.position,
                   QStringLiteral("it is not what was stored, or one before it is missing: its "
                                  "hash differs"));
            return;
        }
        if (!row.fault.isEmpty()) {
            accuse(place.position, row.fault);
            return;
        }
        m_recorded = place.recorded;
        m_report.head = place.position;
        m_report.headHash = hash;
        ++m_report.events;
        count(row.stored.row);
    }

    void count(const EventRow& row)
    {
        ++m_events[keyOfType(row.type)];
        for (const auto& tag : row.tags.pairs()) {
            const QByteArray key = keyOf(tag);
            if (m_events.size() < KEYS_AT_MOST || m_events.contains(key)) {
                ++m_events[key];
            }
        }
    }

    // Asks the index alone for each key, and compares with what the rows have.
    Result<> checkIndex()
    {
        TRY(m_connection.run("BEGIN READ ONLY"));
        const auto compared = compareKeys();
        TRY(m_connection.run("COMMIT"));
        return compared;
    }

    Result<> compareKeys()
    {
        const Statement settings = EventReader::settingsFor(Plan::ByKeys).first();
        TRY(m_connection.run(settings.sql));
        for (const auto& [key, count] : m_events.asKeyValueRange()) {
            TRY_ASSIGN(const Answer found,
                       m_connection.run("SELECT count(*) FROM events WHERE keys @> $1 AND "
                                        "position + 0 <= $2",
                                        Parameters().texts({key}).integer(m_upTo.value)));
            m_report.indexIsRight = m_report.indexIsRight && found.integer(0, 0) == count;
        }
        return {};
    }

    void accuse(Position position, const QString& why)
    {
        m_report.firstBad = position;
        m_report.fault
            = QStringLiteral("the event at position %1: %2").arg(position.value).arg(why);
    }

    Connection& m_connection;
    Position m_upTo;
    qint64 m_recorded = std::numeric_limits<qint64>::min();
    QHash<QByteArray, qint64> m_events; // How many have the key.
    RecordReport m_report;
};

} // namespace

Result<RecordReport> checkRecord(Connection& connection, Position upTo, const std::stop_token& stop,
                                 const std::function<void(qint64)>& progress)
{
    return Check(connection, upTo).run(stop, progress);
}

namespace {

Result<QStringList> readPeople(Connection& connection)
{
    // Several values of one key are an array; the path looks into it.
    TRY_ASSIGN(const Answer answer,
               connection.run("SELECT DISTINCT value #>> '{}' FROM events, jsonb_path_query(tags, "
                              "format('$.%s[*]', to_json($1[1]))::jsonpath) AS value "
                              "WHERE tags ? $1[1]",
                              Parameters().texts({People::PERSON.toUtf8()})));
    QStringList people;
    for (int row = 0; row < answer.rows(); ++row) {
        people.append(QString::fromUtf8(answer.bytes(row, 0)));
    }
    return people;
}

} // namespace

Result<RecordStatistics> readStatistics(Connection& connection)
{
    const auto moment
        = [](qint64 milliseconds) { return Timestamp(std::chrono::milliseconds(milliseconds)); };
    TRY_ASSIGN(const Answer totals,
               connection.run("SELECT count(*), min(recorded), max(recorded), "
                              "(SELECT count(DISTINCT key) FROM events, unnest(keys) AS key), "
                              "pg_total_relation_size('events') + pg_total_relation_size('chain') "
                              "FROM events"));
    RecordStatistics result;
    result.events = totals.integer(0, 0);
    result.words = totals.integer(0, 3);
    result.bytes = totals.integer(0, 4);
    if (result.events > 0) {
        result.firstRecorded = moment(totals.moment(0, 1));
        result.lastRecorded = moment(totals.moment(0, 2));
    }
    TRY_ASSIGN(const Answer types,
               connection.run("SELECT type, count(*) FROM events GROUP BY type"));
    for (int row = 0; row < types.rows(); ++row) {
        result.eventsOfType.insert(QString::fromUtf8(types.bytes(row, 0)), types.integer(row, 1));
    }
    TRY_ASSIGN(result.people, readPeople(connection));
    return result;
}

} // namespace tamma::store::postgres
