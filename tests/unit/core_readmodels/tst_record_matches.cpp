// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/readmodels/record_matches.h"

#include <QRandomGenerator>
#include <QTest>

using namespace tamma;
using namespace tamma::readmodels;

class TestRecordMatches : public QObject {
    Q_OBJECT

private slots:
    void emptyHasNothing();
    void rowsAndPositionsAreInverse_data();
    void rowsAndPositionsAreInverse();
    void appendedOnesCountAtOnce();
    void mergedOnesAreFoundInOrder();
    void copiesGoTheirOwnWays();
};

namespace {

QList<qint64> somePositions(qint64 widestGap, int count)
{
    QRandomGenerator random(static_cast<quint32>(widestGap));
    QList<qint64> positions;
    qint64 position = 0;
    for (int number = 0; number < count; ++number) {
        position += 1 + random.bounded(widestGap);
        positions.append(position);
    }
    return positions;
}

} // namespace

void TestRecordMatches::emptyHasNothing()
{
    const RecordMatches none;
    QCOMPARE(none.count(), 0);
    QCOMPARE(none.before({1'000}), 0);
    QVERIFY(!none.contains({0}));
    QCOMPARE(RecordMatches(QList<quint64>(100)).count(), 0);
}

void TestRecordMatches::rowsAndPositionsAreInverse_data()
{
    QTest::addColumn<qint64>("widestGap");
    QTest::newRow("every position") << qint64{1};
    QTest::newRow("many") << qint64{5};
    QTest::newRow("few") << qint64{700};
    QTest::newRow("hardly any") << qint64{20'000};
}

void TestRecordMatches::rowsAndPositionsAreInverse()
{
    QFETCH(qint64, widestGap);
    const QList<qint64> positions = somePositions(widestGap, 3'000);
    QList<quint64> bits(positions.last() / 64 + 300); // Zeros behind.
    for (const qint64 position : positions) {
        bits[position / 64] |= quint64{1} << (position % 64);
    }
    const RecordMatches matches(bits);
    QCOMPARE(matches.count(), positions.size());
    for (qint64 row = 0; row < matches.count(); ++row) {
        QCOMPARE(matches.at(row).value, positions[row]);
        QCOMPARE(matches.before({positions[row]}), row);
        QCOMPARE(matches.before({positions[row] + 1}), row + 1);
        QVERIFY(matches.contains({positions[row]}));
    }
    QCOMPARE(matches.countIn({positions[10]}, {positions[20]}), 10);
    QCOMPARE(matches.countIn({0}, {positions.last() * 3}), positions.size());
    QCOMPARE(matches.countIn({20}, {10}), 0);
    QCOMPARE(matches.contains({positions[7] + 1}), positions[8] == positions[7] + 1);
}

void TestRecordMatches::appendedOnesCountAtOnce()
{
    const QList<qint64> positions = somePositions(900, 2'000);
    QList<quint64> bits(5'000); // Much room behind the last one.
    bits[0] = 1;
    RecordMatches matches(bits);
    for (const qint64 position : positions) {
        matches.append({position});
        QCOMPARE(matches.before({position}), matches.count() - 1);
        QCOMPARE(matches.at(matches.count() - 1).value, position);
    }
    QCOMPARE(matches.at(1).value, positions.first());
    QCOMPARE(matches.at(1'000).value, positions[999]);
}

void TestRecordMatches::mergedOnesAreFoundInOrder()
{
    RecordMatches newer;
    newer.append({5'000});
    newer.append({5'003});
    RecordMatches older;
    older.append({3});
    older.append({900});
    newer.merge(older);
    QCOMPARE(newer.count(), 4);
    QCOMPARE(newer.at(0).value, 3);
    QCOMPARE(newer.at(3).value, 5'003);
    newer.append({5'004});
    QCOMPARE(newer.before({5'004}), 4);
}

void TestRecordMatches::copiesGoTheirOwnWays()
{
    RecordMatches one;
    one.append({7});
    const RecordMatches other = one;
    one.append({9});
    QCOMPARE(other.count(), 1);
    QVERIFY(!other.contains({9}));
    QCOMPARE(one.at(1).value, 9);
}

QTEST_APPLESS_MAIN(TestRecordMatches)
#include "tst_record_matches.moc"
