// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/record_strip.h"

#include "tests/support/gapped_record.h"

#include <QTest>

using namespace tamma;
using namespace tamma::events;
using namespace tamma::readmodels;
using namespace tamma::ui;
using namespace std::chrono;

namespace {

/// An answer in which everything matches.
RecordAnswer answerOf(const QList<StoredEvent>& record)
{
    RecordAnswer answer;
    for (const StoredEvent& stored : record) {
        answer.append({}, stored);
    }
    return answer;
}

} // namespace

class TestRecordStrip : public QObject {
    Q_OBJECT

private slots:
    void everyEventIsInOneColumn();
    void marksAreWhereTheyHappened();
    void longPausesAreShortened();
    void oneMomentIsDividedByPosition();
    void emptyRecordHasNoColumns();
    void findsTheNextColumnWithEvents();
};

void TestRecordStrip::everyEventIsInOneColumn()
{
    for (const int columns : {1, 7, 300, 5'000}) {
        const QList<StoredEvent> record = GappedRecord(9, 40).events(1'500);
        const RecordStrip strip(answerOf(record), columns);
        QCOMPARE(strip.size(), columns);
        qint64 count = 0;
        for (int column = 0; column < strip.size(); ++column) {
            count += strip.at(column).count;
            QVERIFY(column == 0 || strip.at(column).after == strip.at(column - 1).upTo);
        }
        QCOMPARE(count, record.size());
        for (const StoredEvent& stored : record) {
            const auto& column = strip.at(strip.columnOf(stored.position));
            QVERIFY(stored.position > column.after && stored.position <= column.upTo);
        }
    }
}

void TestRecordStrip::marksAreWhereTheyHappened()
{
    const QList<StoredEvent> record = GappedRecord(9, 1).events(400);
    const RecordStrip strip(answerOf(record), 100);
    for (const StoredEvent& stored : record) {
        const auto mark = markOf(stored.event.payload);
        const auto& column = strip.at(strip.columnOf(stored.position));
        QVERIFY(mark != RecordMark::Failure || column.failed);
        QVERIFY(mark != RecordMark::WaitsForPerson || column.waited);
    }
}

void TestRecordStrip::longPausesAreShortened()
{
    QList<StoredEvent> record = GappedRecord(9, 1).events(400); // About 17 minutes.
    for (qsizetype late = 200; late < record.size(); ++late) {
        record[late].recorded += hours(5);
    }
    const RecordStrip strip(answerOf(record), 100);
    const int before = strip.columnOf(record[199].position);
    const int after = strip.columnOf(record[200].position);
    QVERIFY2(before > 30 && after < 70 && after > before, qPrintable(QString::number(after)));
    int idle = 0;
    for (int column = 0; column < strip.size(); ++column) {
        idle += strip.at(column).idle ? 1 : 0;
    }
    QCOMPARE(idle, 1);
}

void TestRecordStrip::oneMomentIsDividedByPosition()
{
    QList<StoredEvent> record = GappedRecord(9, 1).events(400);
    for (StoredEvent& stored : record) {
        stored.recorded = record.first().recorded;
    }
    const RecordStrip strip(answerOf(record), 100);
    QVERIFY(strip.largestCount() <= 5);
    QCOMPARE(strip.columnOf(record.last().position), 99);
}

void TestRecordStrip::emptyRecordHasNoColumns()
{
    QCOMPARE(RecordStrip({}, 100).size(), 0);
    QCOMPARE(RecordStrip(answerOf(GappedRecord(1).events(5)), 0).size(), 0);
    QCOMPARE(RecordStrip(answerOf(GappedRecord(1).events(1)), 10).at(9).upTo,
             GappedRecord(1).next().position);
}

void TestRecordStrip::findsTheNextColumnWithEvents()
{
    const RecordStrip strip(answerOf(GappedRecord(9, 1).events(3)), 100);
    const int newest = strip.columnOf({3});
    const int middle = strip.nextFilled(newest, -1);
    QCOMPARE(middle, strip.columnOf({2}));
    QCOMPARE(strip.nextFilled(middle, 1), newest);
    QCOMPARE(strip.nextFilled(newest, 1), newest);
}

QTEST_APPLESS_MAIN(TestRecordStrip)
#include "tst_record_strip.moc"
