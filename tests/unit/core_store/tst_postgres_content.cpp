// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/record_transfer.h"
#include "core/store/sqlite/sqlite_record.h"
#include "tests/unit/core_store/postgres_database.h"

using namespace tamma;
using namespace tamma::store;
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

/// What a database keeps of events is what was handed over: in its rows, its hashes and its copies.
class TestPostgresContent final : public QObject {
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

    void keepsWhatTheDatabaseCannotHold();
    void hasTheHashesOfAFileWithTheSameEvents();
    void goesBackToAFile();
    void restoresIntoAnEmptyDatabaseOnly();
    void restoresNothingOfADamagedCopy();
    void namesTheFirstBadEvent_data();
    void namesTheFirstBadEvent();
    void seesAnIndexThatMissesSomething();
    void sealsWhatFollowersHaveSeen();

private:
    [[nodiscard]] QString sql(const QString& statements) const
    {
        return PostgresServer::ofThisProcess().sql(m_url.section(u'/', 3).section(u'?', 0, 0),
                                                   statements);
    }

    QString m_url;
};

void TestPostgresContent::keepsWhatTheDatabaseCannotHold()
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

void TestPostgresContent::hasTheHashesOfAFileWithTheSameEvents()
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

void TestPostgresContent::goesBackToAFile()
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

void TestPostgresContent::restoresIntoAnEmptyDatabaseOnly()
{
    const QTemporaryDir folder;
    const auto file = *SqliteRecord::open(folder.filePath(u"record.sqlite"_s));
    QVERIFY(file->append({anEvent()}, AppendGuard::none()));
    const auto record = openRecordAt(m_url);
    QVERIFY(record->append({anEvent()}, AppendGuard::none()));
    QCOMPARE(copyRecord(*file, *record, {}, [](qint64) { }).error().code, errors::INVALID_ARGUMENT);
    QCOMPARE(record->read({})->size(), 1);
}

void TestPostgresContent::restoresNothingOfADamagedCopy()
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

void TestPostgresContent::namesTheFirstBadEvent_data()
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

void TestPostgresContent::namesTheFirstBadEvent()
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

void TestPostgresContent::seesAnIndexThatMissesSomething()
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

void TestPostgresContent::sealsWhatFollowersHaveSeen()
{
    const auto record = openRecordAt(m_url);
    const auto subscription = record->subscribe({}, [](const auto&) { });
    QVERIFY(record->append({anEvent(), anEvent()}, AppendGuard::none()));
    QTRY_COMPARE(sql(u"SELECT count(*) FROM chain"_s), u"2"_s);
}

QTEST_GUILESS_MAIN(TestPostgresContent)
#include "tst_postgres_content.moc"
