// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/record_rows.h"

#include <QTest>

using namespace tamma;
using namespace tamma::events;
using namespace tamma::ui;
using namespace Qt::StringLiterals;

namespace {

StoredEvent event(qint64 position, const QString& text = u"note"_s)
{
    StoredEvent stored;
    stored.position = {position};
    stored.event.payload = IssueCommented{.text = text};
    return stored;
}

QList<StoredEvent> events(qint64 first, qint64 last)
{
    QList<StoredEvent> list;
    for (qint64 position = first; position <= last; ++position) {
        list.append(event(position));
    }
    return list;
}

/// What a store answers: the newest of [1, head] within the query.
QList<StoredEvent> answer(const EventQuery& query)
{
    QList<StoredEvent> list;
    for (qint64 position = query.upTo.value; position > 0 && list.size() < query.limit;
         --position) {
        list.append(event(position));
    }
    return list;
}

} // namespace

class TestRecordRows : public QObject {
    Q_OBJECT

private slots:
    void pagesBackToTheBeginningWithoutHoles();
    void liveEventsThatWereSeenAreNotAddedTwice();
    void filterHoldsForLiveAndOlderEvents();
    void trimmedRowsAreFetchedAgain();
    void emptyRecordIsComplete();
    void findsRowsByPosition();
};

void TestRecordRows::pagesBackToTheBeginningWithoutHoles()
{
    RecordRows rows;
    rows.start({}, {1'234});
    int pages = 0;
    while (const auto query = rows.olderPage()) {
        rows.prepend(answer(*query));
        ++pages;
    }
    QCOMPARE(pages, 3);
    QCOMPARE(rows.count(), 1'234);
    for (qint64 row = 0; row < rows.count(); ++row) {
        QCOMPARE(rows.at(row).position.value, row + 1);
    }
    QVERIFY(rows.isComplete());
}

void TestRecordRows::liveEventsThatWereSeenAreNotAddedTwice()
{
    RecordRows rows;
    rows.start({}, {10});
    QCOMPARE(rows.append(events(8, 12)), 2); // 8 to 10 come with the older page.
    QCOMPARE(rows.append(events(11, 13)), 1);
    QCOMPARE(rows.prepend(answer(*rows.olderPage())), 10);
    QCOMPARE(rows.count(), 13);
    QCOMPARE(rows.at(9).position.value, 10);
    QCOMPARE(rows.at(10).position.value, 11);
}

void TestRecordRows::filterHoldsForLiveAndOlderEvents()
{
    RecordRows rows;
    rows.start(parseRecordFilter(u"needle"_s), {2});
    QCOMPARE(rows.append({event(3), event(4, u"a needle"_s)}), 1);
    QCOMPARE(rows.prepend({event(2, u"needle"_s), event(1)}), 1);
    QCOMPARE(rows.count(), 2);
    QCOMPARE(rows.at(0).position.value, 2);
}

void TestRecordRows::trimmedRowsAreFetchedAgain()
{
    RecordRows rows;
    rows.start({}, {0});
    rows.append(events(1, RecordRows::KEPT_LIVE + 30));
    QCOMPARE(rows.trim(), 30);
    QCOMPARE(rows.at(0).position.value, 31);
    QVERIFY(!rows.isComplete());
    QCOMPARE(rows.prepend(answer(*rows.olderPage())), 30);
    QCOMPARE(rows.at(0).position.value, 1);
    QCOMPARE(rows.trim(), 30);
}

void TestRecordRows::emptyRecordIsComplete()
{
    RecordRows rows;
    rows.start({}, {});
    QVERIFY(rows.isComplete());
    QVERIFY(!rows.olderPage());
    QCOMPARE(rows.trim(), 0);
}

void TestRecordRows::findsRowsByPosition()
{
    RecordRows rows;
    rows.start({}, {});
    rows.append({event(3), event(7), event(9)}); // Positions have gaps.
    QCOMPARE(rows.rowOf({7}), 1);
    QCOMPARE(rows.rowOf({8}), -1);
    QCOMPARE(rows.rowOf({10}), -1);
}

QTEST_GUILESS_MAIN(TestRecordRows)
#include "tst_record_rows.moc"
