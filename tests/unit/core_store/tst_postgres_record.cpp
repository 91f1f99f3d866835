// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/core_store/postgres_database.h"

#include <future>
#include <thread>

using namespace tamma;
using namespace tamma::store;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using events::AppendGuard;
using events::Event;
using events::EventQuery;

/// What only a record in a database promises; the rest is tests/contract/event_store.
class TestPostgresRecord final : public QObject {
    Q_OBJECT

private slots:
    void initTestCase()
    {
        if (!PostgresServer::isInstalled()) {
            QSKIP(PostgresServer::MISSING);
        }
    }
    void init() { m_url = PostgresServer::ofThisProcess().freshDatabase(); }
    void cleanup() { PostgresServer::ofThisProcess().giveBack(m_url); }

    void isMadeOnceByHostsThatOpenItTogether();
    void leavesTheTablesOfOthersAlone();
    void bringsAnOlderRecordUpToDate();
    void leavesANewerRecordAlone();
    void readsANewerRecordThatItUnderstands();
    void hasTheTablesOfTheProductSpec();
    void givesNothingBeyondAHole();
    void readsAsOfAMomentExactly();
    void neverGoesBackInTime();
    void keepsNothingInTheSession();
    void countsWhatItHas();
    void saysHowItIsBackedUp();

private:
    [[nodiscard]] QString sql(const QString& statements) const
    {
        return PostgresServer::ofThisProcess().sql(m_url.section(u'/', 3).section(u'?', 0, 0),
                                                   statements);
    }

    QString m_url;
};

void TestPostgresRecord::isMadeOnceByHostsThatOpenItTogether()
{
    std::atomic<int> opened = 0;
    {
        std::vector<std::jthread> hosts;
        for (int n = 0; n < 8; ++n) {
            hosts.emplace_back([&] {
                const auto record = PostgresRecord::open(m_url);
                opened += record ? 1 : 0;
                if (!record) {
                    qWarning("%s", qPrintable(record.error().detail));
                }
            });
        }
    }
    QCOMPARE(opened.load(), 8);
    QCOMPARE(sql(u"SELECT version FROM tamma_migrations"_s), u"1\n2\n3"_s);
}

void TestPostgresRecord::leavesTheTablesOfOthersAlone()
{
    (void)sql(u"CREATE TABLE events(mine int)"_s);
    const auto opened = PostgresRecord::open(m_url);
    QCOMPARE(opened.error().code, errors::STORE_UNAVAILABLE);
    QVERIFY(!opened.error().retryable);
    QVERIFY2(opened.error().detail.contains(u"empty database"_s),
             qPrintable(opened.error().detail));
    QCOMPARE(sql(u"SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"_s), u"1"_s);
}

void TestPostgresRecord::bringsAnOlderRecordUpToDate()
{
    QVERIFY(openRecordAt(m_url)->append({anEvent()}, AppendGuard::none()));
    (void)sql(u"DROP TABLE person_keys; DELETE FROM tamma_migrations WHERE version > 1"_s);
    const auto record = openRecordAt(m_url);
    QCOMPARE(record->read({})->size(), 1);
    QVERIFY(record->append({anEvent()}, AppendGuard::none()));
    QCOMPARE(sql(u"SELECT count(*) FROM person_keys"_s), u"0"_s);
    QCOMPARE(sql(u"SELECT count(*) FROM pg_proc WHERE proname = 'tamma_append' "
                 "AND prosrc LIKE '%AS later%'"_s),
             u"1"_s);
}

void TestPostgresRecord::leavesANewerRecordAlone()
{
    QVERIFY(openRecordAt(m_url)->append({anEvent()}, AppendGuard::none()));
    (void)sql(u"INSERT INTO tamma_migrations VALUES (99, 99)"_s);
    QCOMPARE(PostgresRecord::open(m_url).error().code, errors::RECORD_FROM_NEWER_VERSION);
    QCOMPARE(PostgresRecord::open(m_url, {.readNewer = true}).error().code,
             errors::RECORD_FROM_NEWER_VERSION);
}

void TestPostgresRecord::readsANewerRecordThatItUnderstands()
{
    QVERIFY(openRecordAt(m_url)->append({anEvent()}, AppendGuard::none()));
    (void)sql(u"INSERT INTO tamma_migrations VALUES (99, 1)"_s);
    const auto record = openRecordAt(m_url, {.readNewer = true});
    QVERIFY(record->readOnlyBecause());
    QCOMPARE(record->read({})->size(), 1);
    QCOMPARE(record->append({anEvent()}, AppendGuard::none()).error().code,
             errors::RECORD_FROM_NEWER_VERSION);
}

void TestPostgresRecord::hasTheTablesOfTheProductSpec()
{
    (void)openRecordAt(m_url);
    const auto columns = [this](const QString& table) {
        return sql(u"SELECT string_agg(column_name, ' ' ORDER BY ordinal_position) FROM "
                   "information_schema.columns WHERE table_name = '%1'"_s.arg(table));
    };
    QVERIFY(columns(u"events"_s).startsWith(u"id type timestamp tags metadata data "_s));
    QCOMPARE(columns(u"plugin_installs"_s),
             u"id plugin_name version capabilities installed_at active"_s);
    QCOMPARE(columns(u"workflow_runs"_s),
             u"id issue_id workflow_name started_at completed_at "
             "status current_step error_message"_s);
    QCOMPARE(columns(u"user_configs"_s), u"user_id workflow_config created_at updated_at"_s);
    QVERIFY(openRecordAt(m_url)->append({anEvent({{u"issueId"_s, u"I"_s}})}, AppendGuard::none()));
    QCOMPARE(sql(u"SELECT count(*) FROM events WHERE tags->>'issueId' = 'I'"_s), u"1"_s);
}

void TestPostgresRecord::givesNothingBeyondAHole()
{
    const auto record = openRecordAt(m_url);
    QVERIFY(record->append({anEvent()}, AppendGuard::none()));
    std::mutex mutex;
    QList<qint64> told;
    const auto subscription = record->subscribe({}, [&](const QList<events::StoredEvent>& events) {
        const std::scoped_lock lock(mutex);
        for (const auto& event : events) {
            told.append(event.position.value);
        }
    });
    // Another host has taken position 2 and not committed yet, while we store the third event.
    const auto other = connectTo(m_url);
    QVERIFY(other->run("BEGIN"));
    QVERIFY(other->run(
        "SELECT * FROM tamma_append(ARRAY[$1], ARRAY[false], ARRAY[gen_random_uuid()], "
        "ARRAY['SLOW'], ARRAY[1::bigint], ARRAY[now()], ARRAY['{}'::jsonb], ARRAY['{}'::jsonb], "
        "ARRAY['{}'::jsonb], ARRAY['{:SLOW}'], ARRAY[null::bytea], ARRAY[1::bigint], "
        "ARRAY[0::bigint], '{}', '{}', '{}')",
        postgres::Parameters().integer(0x54616d6d61000001)));
    QCOMPARE(record->append({anEvent()}, AppendGuard::none())->last, Position{3});
    auto head = std::async(std::launch::async, [&] { return record->head()->value; });
    auto all = std::async(std::launch::async, [&] { return record->read({})->size(); });
    auto now = std::async(std::launch::async,
                          [&] { return record->positionAt(Timestamp::max())->value; });
    // Readers wait for the one who may still fill the hole; they share one barrier.
    QTRY_COMPARE(
        sql(u"SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"_s),
        u"1"_s);
    {
        const std::scoped_lock lock(mutex);
        QCOMPARE(told, QList<qint64>{1});
    }
    QVERIFY(other->run("COMMIT"));
    QCOMPARE(head.get(), 3);
    QCOMPARE(all.get(), 3);
    QCOMPARE(now.get(), 3);
    const auto list = [&] {
        const std::scoped_lock lock(mutex);
        return told;
    };
    QTRY_COMPARE(list(), (QList<qint64>{1, 2, 3}));
}

void TestPostgresRecord::readsAsOfAMomentExactly()
{
    const auto record = openRecordAt(m_url);
    QList<events::StoredEvent> all;
    while (all.isEmpty() || all.first().recorded + 3ms > all.last().recorded) {
        QVERIFY(record->append({anEvent(), anEvent()}, AppendGuard::none()));
        (void)sql(u"SELECT nextval('events_position_seq')"_s);
        all = *record->read({});
    }
    for (const auto& moment : {all.first().recorded - 1ms, all.first().recorded,
                               all.last().recorded - 1ms, all.last().recorded}) {
        qint64 expected = 0;
        qsizetype count = 0;
        for (const auto& event : all) {
            expected = event.recorded <= moment ? event.position.value : expected;
            count += event.recorded <= moment ? 1 : 0;
        }
        QCOMPARE(record->positionAt(moment)->value, expected);
        QCOMPARE(record->read({.recordedBefore = moment + 1ms})->size(), count);
        QCOMPARE(record->read({.recordedFrom = moment + 1ms})->size(), all.size() - count);
    }
}

void TestPostgresRecord::neverGoesBackInTime()
{
    const auto record = openRecordAt(m_url);
    // The server's clock was an hour ahead once.
    (void)sql(u"SELECT setval('events_recorded_seq', "
              "floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint + 3600000)"_s);
    QVERIFY(record->append({anEvent()}, AppendGuard::none()));
    QVERIFY(record->append({anEvent()}, AppendGuard::none()));
    const auto all = record->read({});
    QVERIFY(all->first().recorded > SystemClock().now() + 3000s);
    QCOMPARE(all->last().recorded, all->first().recorded);
}

void TestPostgresRecord::keepsNothingInTheSession()
{
    const auto record = openRecordAt(m_url, {.connections = 1});
    const EventQuery about = EventQuery::tagged(u"k"_s, u"1"_s);
    for (int i = 0; i < 10; ++i) {
        QVERIFY(record->append({anEvent({{u"k"_s, u"1"_s}})},
                               AppendGuard::unchanged(about, *record->head())));
        QVERIFY(record->read(about));
    }
    QVERIFY(!record->append({anEvent()}, AppendGuard::never(about)));
    QCOMPARE(sql(u"SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"_s), u"0"_s);
    QCOMPARE(sql(u"SELECT count(*) FROM pg_stat_activity WHERE application_name = 'tamma' AND "
                 "state <> 'idle'"_s),
             u"0"_s);
}

void TestPostgresRecord::countsWhatItHas()
{
    const auto record = openRecordAt(m_url);
    QCOMPARE(record->statistics()->events, 0);
    QVERIFY(record->append({anEvent({{u"a"_s, u"1"_s}}), anEvent({{u"a"_s, u"1"_s}})},
                           AppendGuard::none()));
    const auto statistics = record->statistics();
    QCOMPARE(statistics->events, 2);
    QCOMPARE(statistics->words, 2);
    QCOMPARE(statistics->eventsOfType.value(u"X"_s), 2);
    QVERIFY(statistics->bytes > 0);
    QCOMPARE(statistics->firstRecorded, record->read({})->first().recorded);
}

void TestPostgresRecord::saysHowItIsBackedUp()
{
    const auto record = openRecordAt(m_url);
    const auto done = record->backUp(u"/nowhere/copy"_s);
    QCOMPARE(done.error().code, errors::INVALID_ARGUMENT);
    QVERIFY(done.error().detail.contains(u"pg_dump"_s));
}

QTEST_GUILESS_MAIN(TestPostgresRecord)
#include "tst_postgres_record.moc"
