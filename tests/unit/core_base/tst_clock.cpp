// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/clock.h"

#include <QTest>

using namespace tamma;
using namespace Qt::StringLiterals;

class TestClock final : public QObject {
    Q_OBJECT

private slots:
    void writesWhatItReads_data();
    void writesWhatItReads();
    void readsOtherZones_data();
    void readsOtherZones();
    void refusesWhatIsNoMoment_data();
    void refusesWhatIsNoMoment();
    void givesTheTimeOfTheMachine();
};

void TestClock::writesWhatItReads_data()
{
    QTest::addColumn<qint64>("milliseconds");
    QTest::addColumn<QString>("text");
    QTest::newRow("the spec's example") << qint64(1761654896789) << u"2025-10-28T12:34:56.789Z"_s;
    QTest::newRow("a whole second") << qint64(1000) << u"1970-01-01T00:00:01.000Z"_s;
    QTest::newRow("before the epoch") << qint64(-1) << u"1969-12-31T23:59:59.999Z"_s;
    QTest::newRow("a leap day") << qint64(1709164800000) << u"2024-02-29T00:00:00.000Z"_s;
    QTest::newRow("the last one") << qint64(253402300799999) << u"9999-12-31T23:59:59.999Z"_s;
    QTest::newRow("the first one") << qint64(-62135596800000) << u"0001-01-01T00:00:00.000Z"_s;
}

void TestClock::writesWhatItReads()
{
    QFETCH(qint64, milliseconds);
    QFETCH(QString, text);
    const Timestamp moment{std::chrono::milliseconds(milliseconds)};
    QCOMPARE(toIso8601(moment), text);
    QVERIFY(fromIso8601(text) == moment);
}

void TestClock::readsOtherZones_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("east") << u"2025-10-28T14:34:56.789+02:00"_s;
    QTest::newRow("west, without colon") << u"2025-10-28T07:34:56.789-0500"_s;
}

void TestClock::readsOtherZones()
{
    QFETCH(QString, text);
    const auto moment = fromIso8601(text);
    QVERIFY(moment);
    QCOMPARE(toIso8601(*moment), u"2025-10-28T12:34:56.789Z"_s);
}

void TestClock::refusesWhatIsNoMoment_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("nothing") << QString();
    QTest::newRow("words") << u"yesterday"_s;
    QTest::newRow("no zone: whose time?") << u"2025-10-28T12:34:56.789"_s;
    QTest::newRow("a day") << u"2025-10-28"_s;
    QTest::newRow("month 13") << u"2025-13-01T00:00:00.000Z"_s;
    QTest::newRow("February 29 of a common year") << u"2025-02-29T00:00:00.000Z"_s;
    QTest::newRow("hour 25") << u"2025-10-28T25:00:00.000Z"_s;
    QTest::newRow("something behind it") << u"2025-10-28T12:34:56.789Z or so"_s;
}

void TestClock::refusesWhatIsNoMoment()
{
    QFETCH(QString, text);
    QVERIFY(!fromIso8601(text));
}

void TestClock::givesTheTimeOfTheMachine()
{
    const auto before = std::chrono::system_clock::now() - std::chrono::milliseconds(1);
    const Timestamp now = SystemClock().now();
    QVERIFY(before < now && now <= std::chrono::system_clock::now());
}

QTEST_GUILESS_MAIN(TestClock)
#include "tst_clock.moc"
