// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/id_source.h"
#include "core/store/sqlite/connection.h"
#include "core/store/sqlite/sqlite_record.h"

#include <QTemporaryDir>
#include <QTest>

using namespace tamma;
using namespace tamma::events;
using namespace Qt::StringLiterals;
using store::SqliteRecord;

namespace {

constexpr int EVENTS = 700; // Some in the index, some not yet.

Event anEvent(int number)
{
    UuidV7Source ids;
    return {EventId(ids.next()),
            SystemClock().now(),
            {{u"number"_s, QString::number(number)}, {u"parity"_s, QString::number(number % 2)}},
            {},
            OpaquePayload{u"COUNTED"_s, 1, {{u"n"_s, number}}}};
}

// What somebody with another program could do to the file.
void tamper(const QString& file, const QByteArray& sql)
{
    const auto connection = store::sqlite::Connection::open({file, std::chrono::seconds(1)});
    const auto done = (*connection)->run(sql);
    QVERIFY2(done, done ? "" : qPrintable(done.error().detail));
}

} // namespace

class TestRecordCheck final : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void init();

    void isContentWithWhatTammaStored();
    void givesTheSameHashOnlyForTheSameEvents();
    void namesTheFirstEventThatWasChanged_data();
    void namesTheFirstEventThatWasChanged();
    void noticesAndMendsAWrongIndex_data();
    void noticesAndMendsAWrongIndex();
    void backsUpWhileOthersWrite();
    void namesTheFirstOfManyFaults();
    void canBeStopped();

private:
    QTemporaryDir m_folder;
    QTemporaryDir m_work;
    QString m_file;
};

void TestRecordCheck::initTestCase()
{
    const auto record = SqliteRecord::open(m_folder.filePath(u"record.sqlite"_s));
    for (int number = 1; number <= EVENTS; number += 10) {
        QList<Event> batch;
        for (int i = 0; i < 10; ++i) {
            batch.append(anEvent(number + i));
        }
        QVERIFY((*record)->append(batch, AppendGuard::none()));
    }
}

void TestRecordCheck::init()
{
    m_file = m_work.filePath(QString::fromLatin1(QTest::currentTestFunction())
                             + QString::fromLatin1(QTest::currentDataTag()).remove(u' '));
    QVERIFY(QFile::copy(m_folder.filePath(u"record.sqlite"_s), m_file));
}

void TestRecordCheck::isContentWithWhatTammaStored()
{
    const auto record = SqliteRecord::open(m_file);
    const auto report = (*record)->verify();
    QVERIFY(report);
    QVERIFY2(report->isGood(), qPrintable(report->fault));
    QCOMPARE(report->events, EVENTS);
    QCOMPARE(report->headHash.size(), 32);
}

void TestRecordCheck::givesTheSameHashOnlyForTheSameEvents()
{
    const auto record = SqliteRecord::open(m_file);
    const QByteArray before = (*record)->verify()->headHash;
    QCOMPARE((*record)->verify()->headHash, before);
    QVERIFY((*record)->append({anEvent(EVENTS + 1)}, AppendGuard::none()));
    QVERIFY((*record)->verify()->headHash != before);
}

void TestRecordCheck::namesTheFirstEventThatWasChanged_data()
{
    QTest::addColumn<QByteArray>("sql");
    QTest::addColumn<qint64>("bad");
    QTest::newRow("its data") << QByteArray(
        "UPDATE event SET data = '{\"n\":9}' WHERE position = 300")
                              << qint64(300);
    QTest::newRow("its author") << QByteArray("UPDATE event SET metadata = '{}' WHERE position = 5")
                                << qint64(5);
    QTest::newRow("its time") << QByteArray(
        "UPDATE event SET timestamp = timestamp + 1 WHERE position = 700")
                              << qint64(700);
    QTest::newRow("the recorded time")
        << QByteArray("UPDATE event SET recorded = recorded + 1 WHERE position = 1") << qint64(1);
    QTest::newRow("its tags") << QByteArray("UPDATE event SET tags = '[2]' WHERE position = 77")
                              << qint64(77);
    QTest::newRow("what a tag means")
        << QByteArray("UPDATE tag SET word = 'number:1000' WHERE word = 'number:500'")
        << qint64(500);
    QTest::newRow("a type that is no word")
        << QByteArray("UPDATE tag SET word = '' WHERE id = (SELECT type FROM event LIMIT 1)")
        << qint64(1);
    QTest::newRow("numbers of tags that run over")
        << QByteArray("UPDATE event SET tags = '[99999999999999999999999]' WHERE position = 9")
        << qint64(9);
    QTest::newRow("it was taken out")
        << QByteArray("DELETE FROM event WHERE position = 412") << qint64(412);
    QTest::newRow("two changed places")
        << QByteArray("UPDATE event SET position = -1 WHERE position = 20;"
                      "UPDATE event SET position = 20 WHERE position = 21;"
                      "UPDATE event SET position = 21 WHERE position = -1")
        << qint64(20);
    QTest::newRow("its hash, too")
        << QByteArray("UPDATE event SET data = '{}', hash = zeroblob(32) WHERE position = 600")
        << qint64(600);
}

void TestRecordCheck::namesTheFirstEventThatWasChanged()
{
    QFETCH(QByteArray, sql);
    QFETCH(qint64, bad);
    tamper(m_file, sql);
    const auto record = SqliteRecord::open(m_file);
    const auto report = (*record)->verify();
    QVERIFY(report);
    QVERIFY(!report->isGood());
    QVERIFY(report->firstBad.has_value());
    QCOMPARE(report->firstBad->value, bad);
    QVERIFY2(report->fault.contains(QString::number(bad)), qPrintable(report->fault));
    QCOMPARE(report->events, bad - 1);
}

void TestRecordCheck::noticesAndMendsAWrongIndex_data()
{
    QTest::addColumn<QByteArray>("sql");
    QTest::newRow("a block is gone") << QByteArray("DELETE FROM posting WHERE word = 2");
    QTest::newRow("a block is wrong")
        << QByteArray("UPDATE posting SET positions = x'05' WHERE word = 2");
    QTest::newRow("a block says less than it holds")
        << QByteArray("UPDATE posting SET last = last - 1 WHERE word = 2");
    QTest::newRow("all are gone") << QByteArray("DELETE FROM posting");
}

void TestRecordCheck::noticesAndMendsAWrongIndex()
{
    QFETCH(QByteArray, sql);
    const auto right = (*SqliteRecord::open(m_file))->read(EventQuery::tagged(u"parity"_s, u"1"_s));
    tamper(m_file, sql);
    const auto record = SqliteRecord::open(m_file);
    const auto report = (*record)->verify();
    QVERIFY2(report->fault.isEmpty(), qPrintable(report->fault)); // No event is harmed.
    QVERIFY(!report->indexIsRight);
    QVERIFY((*record)->rebuildIndex());
    QVERIFY((*record)->verify()->isGood());
    QCOMPARE(*(*record)->read(EventQuery::tagged(u"parity"_s, u"1"_s)), *right);
    QVERIFY((*record)->append({anEvent(EVENTS + 1)}, AppendGuard::none()));
    QCOMPARE((*record)->read(EventQuery::tagged(u"parity"_s, u"1"_s))->size(), right->size() + 1);
}

void TestRecordCheck::backsUpWhileOthersWrite()
{
    const auto record = SqliteRecord::open(m_file);
    const QString copy = m_work.filePath(u"copy.sqlite"_s);
    QVERIFY((*record)->backUp(copy));
    QCOMPARE((*record)->backUp(copy).error().code, errors::FILE_WRITE_FAILED);
    QVERIFY((*record)->append({anEvent(EVENTS + 1)}, AppendGuard::none()));
    const auto other = SqliteRecord::open(copy);
    QVERIFY((*other)->verify()->isGood());
    QCOMPARE(*(*other)->head(), Position{EVENTS});
}

// Events are read some thousands ahead of those that are checked.
void TestRecordCheck::namesTheFirstOfManyFaults()
{
    const auto record = SqliteRecord::open(m_file);
    QList<Event> batch;
    for (int number = EVENTS + 1; number <= 20'000; ++number) {
        batch.append(anEvent(number));
    }
    QVERIFY((*record)->append(batch, AppendGuard::none()));
    QVERIFY((*record)->verify()->isGood());
    tamper(m_file,
           "UPDATE event SET tags = '[99999999]' WHERE position = 19999;"
           "UPDATE event SET data = '{}' WHERE position IN (19500, 900)");
    const auto report = (*record)->verify();
    QCOMPARE(report->firstBad, Position{900});
    QCOMPARE(report->events, 899);
    tamper(m_file, "UPDATE event SET data = '{\"n\":900}' WHERE position = 900");
    QCOMPARE((*record)->verify()->firstBad, Position{19'500});
    tamper(m_file, "UPDATE event SET data = '{\"n\":19500}' WHERE position = 19500");
    QCOMPARE((*record)->verify()->firstBad, Position{19'999});
}

void TestRecordCheck::canBeStopped()
{
    std::stop_source stop;
    stop.request_stop();
    const auto record = SqliteRecord::open(m_file);
    for (int i = 0; i < 10; ++i) { // It looks up every 10,000 events.
        QList<Event> batch;
        for (int n = 0; n < 1000; ++n) {
            batch.append(anEvent(n));
        }
        QVERIFY((*record)->append(batch, AppendGuard::none()));
    }
    QCOMPARE((*record)->verify(stop.get_token(), [](qint64) { }).error().code, errors::CANCELLED);
}

QTEST_GUILESS_MAIN(TestRecordCheck)
#include "tst_record_check.moc"
