// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/open_record.h"
#include "core/store/record_transfer.h"
#include "core/store/sqlite/sqlite_record.h"
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

namespace {

/// Events that a database does not take as they are.
QList<Event> unusualEvents()
{
    QList<Event> events;
    const auto add = [&events](const QString& text) {
        Event event = anEvent();
        if (text.isValidUtf16()) { // No record keeps half a character in a tag.
            event.tags = {{u"k"_s, text}, {u"k"_s, text + u'2'}};
        }
        event.metadata.actor = text;
        event.payload = events::OpaquePayload{u"T"_s, 3, {{text, QJsonArray{text, 1.5, -0.0}}}};
        events.append(event);
    };
    add(QString(u"nul\0l"_s));
    add(u"\x01\x01 0"_s);
    add(u"half "_s + QChar(0xd800));
    add(u"\"quoted\\\" {a,b} \\u0000"_s);
    add(u"🦉"_s.repeated(900)); // Longer than the index takes.
    add(u"🦉"_s.repeated(900) + u'!');
    Event named = anEvent();
    named.id = EventId(u"no uuid"_s);
    named.payload = events::OpaquePayload{
        u"NUMBERS"_s, 1, {{u"n"_s, QJsonArray{1e20, 1e-9, 0.1, 1e300, qint64(9007199254740993)}}}};
    events.append(named);
    // What is written 1e+18 is read as a whole number, by a file as well.
    events.append(anEvent());
    events.last().payload = events::OpaquePayload{u"POWER"_s, 1, {{u"n"_s, 1e18}}};
    return events;
}

QByteArray headHash(const Record& record)
{
    const auto report = record.verify();
    return report && report->isGood() ? report->headHash : QByteArray();
}

} // namespace

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
    void leavesANewerRecordAlone();
    void readsANewerRecordThatItUnderstands();
    void hasTheTablesOfTheProductSpec();
    void keepsWhatTheDatabaseCannotHold();
    void hasTheHashesOfAFileWithTheSameEvents();
    void goesBackToAFile();
    void restoresIntoAnEmptyDatabaseOnly();
    void restoresNothingOfADamagedCopy();
    void namesTheFirstBadEvent_data();
    void namesTheFirstBadEvent();
    void seesAnIndexThatMissesSomething();
    void sealsWhatFollowersHaveSeen();
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
    QCOMPARE(sql(u"SELECT version FROM tamma_migrations"_s), u"1"_s);
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

void TestPostgresRecord::keepsWhatTheDatabaseCannotHold()
{
    const auto record = openRecordAt(m_url);
    const QList<Event> given = unusualEvents();
    QVERIFY(record->append(given, AppendGuard::none()));
    const auto found = record->read({});
    QCOMPARE(found->size(), given.size());
    for (qsizetype i = 0; i < given.size(); ++i) {
        const Event& expected = given[i];
        QVERIFY2(i == given.size() - 1 || found->at(i).event == expected,
                 qPrintable(expected.metadata.actor.left(20)));
        for (const auto& [key, value] : expected.tags.pairs()) {
            QCOMPARE(record->read(EventQuery::tagged(key, value))->size(), 1);
        }
    }
}

void TestPostgresRecord::hasTheHashesOfAFileWithTheSameEvents()
{
    const QTemporaryDir folder;
    const auto file = *SqliteRecord::open(folder.filePath(u"record.sqlite"_s));
    for (int i = 0; i < 700; ++i) { // More than is sealed at once.
        QVERIFY(file->append({anEvent({{u"n"_s, QString::number(i)}})}, AppendGuard::none()));
    }
    QVERIFY(file->append(unusualEvents(), AppendGuard::none()));
    const auto record = openRecordAt(m_url);
    const auto copied = copyRecord(*file, *record, {}, [](qint64) { });
    QVERIFY2(copied, copied ? "" : qPrintable(copied.error().detail));
    QCOMPARE(copied->events, 708);
    QCOMPARE(headHash(*record), headHash(*file));
    // The chain that the database makes by itself is the same, too.
    (void)sql(u"DELETE FROM chain"_s);
    QCOMPARE(headHash(*record), headHash(*file));
    const auto there = record->read({});
    const auto here = file->read({});
    QCOMPARE(*there, *here);
}

void TestPostgresRecord::goesBackToAFile()
{
    const QTemporaryDir folder;
    const auto record = openRecordAt(m_url);
    QVERIFY(record->append(unusualEvents(), AppendGuard::none()));
    (void)sql(u"SELECT nextval('events_position_seq')"_s); // A hole.
    QVERIFY(record->append({anEvent()}, AppendGuard::none()));
    const auto file = *SqliteRecord::open(folder.filePath(u"record.sqlite"_s));
    const auto copied = copyRecord(*record, *file, {}, [](qint64) { });
    QVERIFY2(copied, copied ? "" : qPrintable(copied.error().detail));
    QCOMPARE(headHash(*file), headHash(*record));
    QCOMPARE(*file->read({}), *record->read({}));
}

void TestPostgresRecord::restoresIntoAnEmptyDatabaseOnly()
{
    const QTemporaryDir folder;
    const auto file = *SqliteRecord::open(folder.filePath(u"record.sqlite"_s));
    QVERIFY(file->append({anEvent()}, AppendGuard::none()));
    const auto record = openRecordAt(m_url);
    QVERIFY(record->append({anEvent()}, AppendGuard::none()));
    QCOMPARE(copyRecord(*file, *record, {}, [](qint64) { }).error().code, errors::INVALID_ARGUMENT);
    QCOMPARE(record->read({})->size(), 1);
}

void TestPostgresRecord::restoresNothingOfADamagedCopy()
{
    const auto source = openRecordAt(m_url);
    QVERIFY(source->append({anEvent(), anEvent(), anEvent()}, AppendGuard::none()));
    const QTemporaryDir folder;
    const auto file = *SqliteRecord::open(folder.filePath(u"record.sqlite"_s));
    QVERIFY(copyRecord(*source, *file, {}, [](qint64) { }));
    PostgresServer& server = PostgresServer::ofThisProcess();
    const QString url = server.freshDatabase();
    const auto record = openRecordAt(url);
    const auto restored = record->restore([&](const RowSink& sink) {
        return file->eachRow(
            [&](const StoredRow& row) {
                StoredRow changed = row;
                if (row.place.position == Position{3}) {
                    changed.row.data = "{\"other\":1}";
                }
                return sink(changed);
            },
            {});
    });
    QCOMPARE(restored.error().code, errors::INVALID_ARGUMENT);
    QCOMPARE(restored.error().context[u"number"], 3);
    QCOMPARE(record->head()->value, 0);
    QCOMPARE(record->append({anEvent()}, AppendGuard::none())->last, Position{1});
}

void TestPostgresRecord::namesTheFirstBadEvent_data()
{
    QTest::addColumn<QString>("crime");
    QTest::newRow("data") << u"UPDATE events SET data = '{\"a\": 1}' WHERE position = 2"_s;
    QTest::newRow("metadata") << u"UPDATE events SET metadata = '{}' WHERE position = 2"_s;
    QTest::newRow("tags") << u"UPDATE events SET tags = '{\"n\": \"9\"}' WHERE position = 2"_s;
    QTest::newRow("keys") << u"UPDATE events SET keys = '{n:9,:X}' WHERE position = 2"_s;
    QTest::newRow("type") << u"UPDATE events SET type = 'Y' WHERE position = 2"_s;
    QTest::newRow("id") << u"UPDATE events SET id = gen_random_uuid() WHERE position = 2"_s;
    QTest::newRow("recorded")
        << u"UPDATE events SET recorded = recorded - interval '1 s' WHERE position = 2"_s;
    QTest::newRow("timestamp")
        << u"UPDATE events SET timestamp = timestamp + interval '1 s' WHERE position = 2"_s;
    QTest::newRow("removed") << u"DELETE FROM events WHERE position = 2"_s;
    QTest::newRow("removed with its hash, and the next one put there")
        << u"DELETE FROM events WHERE position = 2; DELETE FROM chain WHERE position = 2;"
           "UPDATE chain SET position = 2 WHERE position = 3;"
           "UPDATE events SET position = 2 WHERE position = 3"_s;
    QTest::newRow("put in between") << u"DELETE FROM chain WHERE position = 2"_s;
    QTest::newRow("chain") << u"UPDATE chain SET hash = '\\x00' WHERE position = 2"_s;
}

void TestPostgresRecord::namesTheFirstBadEvent()
{
    QFETCH(QString, crime);
    const auto record = openRecordAt(m_url);
    for (int i = 1; i <= 4; ++i) {
        QVERIFY(record->append({anEvent({{u"n"_s, QString::number(i)}})}, AppendGuard::none()));
    }
    const auto before = record->verify();
    QVERIFY2(before->isGood(), qPrintable(before->fault));
    QCOMPARE(before->events, 4);
    (void)sql(crime);
    const auto after = record->verify();
    QVERIFY(after);
    QCOMPARE(after->firstBad, Position{2});
    QCOMPARE(after->events, 1);
    QVERIFY(!after->fault.isEmpty());
}

void TestPostgresRecord::seesAnIndexThatMissesSomething()
{
    const auto record = openRecordAt(m_url);
    QVERIFY(record->append({anEvent({{u"a"_s, u"1"_s}}), anEvent()}, AppendGuard::none()));
    // The index loses a row: it is changed behind the back of the server's index code.
    (void)sql(
        u"SET allow_system_table_mods = on; CREATE TABLE kept AS SELECT * FROM events; "
        "DELETE FROM events WHERE position = 1; "
        "UPDATE pg_index SET indisready = false WHERE indexrelid = 'events_keys'::regclass"_s);
    (void)sql(u"INSERT INTO events SELECT * FROM kept WHERE position = 1"_s);
    (void)sql(u"SET allow_system_table_mods = on; "
              "UPDATE pg_index SET indisready = true WHERE indexrelid = 'events_keys'::regclass"_s);
    const auto report = record->verify();
    QVERIFY(report->fault.isEmpty());
    QVERIFY(!report->indexIsRight);
    QVERIFY(record->rebuildIndex());
    QVERIFY(record->verify()->isGood());
}

void TestPostgresRecord::sealsWhatFollowersHaveSeen()
{
    const auto record = openRecordAt(m_url);
    const auto subscription = record->subscribe({}, [](const auto&) { });
    QVERIFY(record->append({anEvent(), anEvent()}, AppendGuard::none()));
    QTRY_COMPARE(sql(u"SELECT count(*) FROM chain"_s), u"2"_s);
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
