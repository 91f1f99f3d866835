// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/postgres/event_reader.h"
#include "core/store/postgres/horizon.h"
#include "core/store/sqlite/connection.h"
#include "core/store/sqlite/sqlite_record.h"
#include "tests/unit/core_store/postgres_database.h"

using namespace tamma;
using namespace tamma::store;
using namespace Qt::StringLiterals;
using events::AppendGuard;
using events::EventQuery;
using events::QueryItem;
using postgres::Plan;

namespace {

constexpr int EVENTS = 30'000;
constexpr int LOOPS = 300;

/// Fills both tables as a record looks: ids on few events, "mode" on half of them.
constexpr auto FILL = R"sql(
INSERT INTO events(position, recorded, id, type, version, timestamp, tags, metadata, data, keys)
SELECT n, now(), gen_random_uuid(), 'TYPE.' || n % 20, 1, now(), '{}', '{}', '{"text": "words"}',
    ARRAY['issueId:' || n % %LOOPS%, 'mode:' || CASE n % 2 WHEN 0 THEN 'dev' ELSE 'business' END,
        'userId:' || n % 50, ':TYPE.' || n % 20]
FROM generate_series(1, %EVENTS%) AS n;
SELECT setval('events_position_seq', %EVENTS%);
ANALYZE events;
)sql";

QueryItem item(const QStringList& types, const events::Tags& tags)
{
    return {types, tags};
}

/// The kinds of queries that the conformance set has, with the plan that each should have.
void addQueries()
{
    QTest::addColumn<EventQuery>("query");
    QTest::addColumn<bool>("inOrder");
    const events::Tags issue{{u"issueId"_s, u"7"_s}};
    const events::Tags mode{{u"mode"_s, u"dev"_s}};
    const events::Tags never{{u"idempotency"_s, u"never seen"_s}};
    QTest::newRow("everything, a page") << EventQuery{.limit = 100} << true;
    QTest::newRow("everything, the newest page")
        << EventQuery{.limit = 100, .backwards = true} << true;
    QTest::newRow("an issue") << EventQuery{{item({}, issue)}} << false;
    QTest::newRow("an issue, backwards, a page")
        << EventQuery{{item({}, issue)}, {}, 10, true} << false;
    QTest::newRow("an issue and a type") << EventQuery{{item({u"TYPE.7"_s}, issue)}} << false;
    QTest::newRow("one of two types and an issue")
        << EventQuery{{item({u"TYPE.7"_s, u"TYPE.8"_s}, issue)}} << false;
    QTest::newRow("either of two items")
        << EventQuery{{item({}, issue), item({u"TYPE.3"_s}, mode)}} << false;
    QTest::newRow("a tag that was never seen") << EventQuery{{item({}, never)}} << false;
    QTest::newRow("a tag that was never seen, a page")
        << EventQuery{{item({}, never)}, {}, 100} << false;
    QTest::newRow("a common tag, all of it") << EventQuery{{item({}, mode)}} << false;
    QTest::newRow("a common tag, a page in the middle")
        << EventQuery{{item({}, mode)}, {10'000}, 100} << true;
    QTest::newRow("a type, a page") << EventQuery{{item({u"TYPE.3"_s}, {})}, {}, 100} << true;
    QTest::newRow("three common ones, a page")
        << EventQuery{{item({u"TYPE.3"_s}, {{u"mode"_s, u"business"_s}, {u"userId"_s, u"3"_s}})},
                      {},
                      100}
        << false;
    QTest::newRow("an issue among the newest")
        << EventQuery{{item({}, issue)}, {EVENTS - 100}} << true;
    QTest::newRow("as of then") << EventQuery{{item({}, issue)}, {}, 100, false, {15'000}} << false;
}

} // namespace

/// No query walks over a whole table, on a table of some size: looked up in the plans themselves.
class TestQueryPlans final : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();

    void readsThroughAnIndex_data() { addQueries(); }
    void readsThroughAnIndex();
    void looksBeyondTheHorizonThroughAnIndex();
    void judgesAppendsThroughAnIndex();
    void readsAFileThroughItsIndex();

private:
    QString m_url;
};

void TestQueryPlans::initTestCase()
{
    if (!PostgresServer::isInstalled()) {
        QSKIP(PostgresServer::MISSING);
    }
    PostgresServer& server = PostgresServer::ofThisProcess();
    m_url = server.freshDatabase();
    (void)openRecordAt(m_url);
    (void)server.sql(u"record1"_s,
                     QString::fromLatin1(FILL)
                         .replace(u"%LOOPS%"_s, QString::number(LOOPS))
                         .replace(u"%EVENTS%"_s, QString::number(EVENTS)));
    QCOMPARE(openRecordAt(m_url)->head()->value, EVENTS);
}

void TestQueryPlans::readsThroughAnIndex()
{
    QFETCH(EventQuery, query);
    QFETCH(bool, inOrder);
    const auto connection = connectTo(m_url);
    postgres::Horizon horizon;
    postgres::KeyFrequencies frequencies;
    QVERIFY(horizon.decide(*connection));
    postgres::EventReader reader(*connection, horizon, frequencies);
    const Plan plan = reader.planFor(query);
    QCOMPARE(plan == Plan::InOrder, inOrder);
    postgres::Statement statement = postgres::EventReader::statementFor(query);
    statement.sql.prepend("EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) ");
    QList<postgres::Statement> statements{{"BEGIN READ ONLY"}};
    statements += postgres::EventReader::settingsFor(plan);
    statements += {statement, {"COMMIT"}};
    const auto answers = connection->runTogether(statements);
    QVERIFY2(answers, answers ? "" : qPrintable(answers.error().detail));
    QByteArray text;
    const postgres::Answer& lines = answers->at(answers->size() - 2);
    for (int row = 0; row < lines.rows(); ++row) {
        text += lines.bytes(row, 0).toByteArray() + '\n';
    }
    QVERIFY2(!text.contains("Seq Scan"), text);
    QVERIFY2(text.contains(inOrder ? "using events_position" : "on events_keys"), text);
}

void TestQueryPlans::looksBeyondTheHorizonThroughAnIndex()
{
    const auto connection = connectTo(m_url);
    postgres::Statement look = postgres::Horizon::lookStatement({EVENTS - 10});
    look.sql.prepend("EXPLAIN ");
    const auto lines = connection->run(look.sql, look.parameters);
    QVERIFY2(lines, lines ? "" : qPrintable(lines.error().detail));
    for (int row = 0; row < lines->rows(); ++row) {
        QVERIFY(!lines->bytes(row, 0).toByteArray().contains("Seq Scan"));
    }
}

// What runs inside a function shows no plan; the server counts the walks over the table.
void TestQueryPlans::judgesAppendsThroughAnIndex()
{
    PostgresServer& server = PostgresServer::ofThisProcess();
    const auto walks = [&] {
        (void)server.sql(u"record1"_s, u"SELECT pg_stat_force_next_flush()"_s);
        return server.sql(u"record1"_s,
                          u"SELECT seq_scan FROM pg_stat_user_tables WHERE relname = 'events'"_s);
    };
    const QString before = walks();
    {
        const auto record = openRecordAt(m_url);
        for (int i = 0; i < 10; ++i) { // More often than a plan for the values at hand is made.
            const auto fresh = EventQuery::tagged(u"fresh"_s, QString::number(i));
            QVERIFY(record->append({anEvent({{u"fresh"_s, QString::number(i)}})},
                                   AppendGuard::never(fresh)));
            QVERIFY(!record->append({anEvent()}, AppendGuard::never(fresh)));
            QVERIFY(!record->append({anEvent()}, AppendGuard::unchanged({}, {EVENTS - 5})));
        }
    }
    QTRY_COMPARE(server.sql(u"record1"_s,
                            u"SELECT count(*) FROM pg_stat_activity WHERE "
                            "application_name = 'tamma' AND datname = 'record1'"_s),
                 u"0"_s); // Sessions hand in their counts when they end.
    QCOMPARE(walks(), before);
}

void TestQueryPlans::readsAFileThroughItsIndex()
{
    const QTemporaryDir folder;
    const QString file = folder.filePath(u"record.sqlite"_s);
    QVERIFY(SqliteRecord::open(file));
    const auto connection = sqlite::Connection::open({file, std::chrono::seconds(1)});
    // The statements of core/store/sqlite; what walks over a table on purpose is not among them.
    for (const char* sql :
         {"EXPLAIN QUERY PLAN SELECT max(position) FROM event",
          "EXPLAIN QUERY PLAN SELECT * FROM event WHERE position = ?",
          "EXPLAIN QUERY PLAN SELECT * FROM event WHERE position > ? AND position <= ? "
          "ORDER BY position",
          "EXPLAIN QUERY PLAN SELECT * FROM event WHERE position > ? AND position <= ? "
          "ORDER BY position DESC",
          "EXPLAIN QUERY PLAN SELECT position FROM event WHERE id = ?",
          "EXPLAIN QUERY PLAN SELECT recorded FROM event WHERE position >= ? "
          "ORDER BY position LIMIT 1",
          "EXPLAIN QUERY PLAN SELECT id FROM tag WHERE word = ?",
          "EXPLAIN QUERY PLAN SELECT positions FROM posting WHERE word = ? AND last >= ? "
          "ORDER BY last LIMIT 1"}) {
        sqlite::Rows plan = (*connection)->query(sql);
        int lines = 0;
        for (auto more = plan.next(); more.value_or(false); more = plan.next()) {
            const QByteArray line = plan.bytes(3).toByteArray();
            QVERIFY2(line.startsWith("SEARCH"), line);
            ++lines;
        }
        QVERIFY2(lines > 0, sql);
    }
}

QTEST_GUILESS_MAIN(TestQueryPlans)
#include "tst_query_plans.moc"
