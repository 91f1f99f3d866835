// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/row_geometry.h"

#include <QRandomGenerator>
#include <QTest>

using namespace tamma::ui;

class TestRowGeometry : public QObject {
    Q_OBJECT

private slots:
    void tenMillionFixedRowsCostNothing();
    void ownHeightsAgreeWithAPlainList_data();
    void ownHeightsAgreeWithAPlainList();
    void forgottenHeightsStayAsEstimates();
    void emptyHasNoRowAnywhere();
};

namespace {

void compare(const RowGeometry& geometry, const QList<int>& heights)
{
    QCOMPARE(geometry.rowCount(), heights.size());
    qint64 top = 0;
    for (qint64 row = 0; row < heights.size(); ++row) {
        QCOMPARE(geometry.topOf(row), top);
        QCOMPARE(geometry.heightOf(row), heights[row]);
        QCOMPARE(geometry.rowAt(top), row);
        QCOMPARE(geometry.rowAt(top + heights[row] - 1), row);
        top += heights[row];
    }
    QCOMPARE(geometry.totalHeight(), top);
    QCOMPARE(geometry.rowAt(top + 1000), heights.size() - 1);
    QCOMPARE(geometry.rowAt(-5), heights.isEmpty() ? -1 : 0);
}

} // namespace

void TestRowGeometry::tenMillionFixedRowsCostNothing()
{
    RowGeometry geometry;
    geometry.setFixedHeight(240);
    geometry.reset(10'000'000);
    QCOMPARE(geometry.totalHeight(), 2'400'000'000LL);
    QCOMPARE(geometry.rowAt(2'399'999'999LL), 9'999'999LL);
    QVERIFY(geometry.isMeasured(5));
    geometry.insert(3, 1);
    geometry.remove(0, 2);
    QCOMPARE(geometry.rowCount(), 9'999'999LL);
}

void TestRowGeometry::ownHeightsAgreeWithAPlainList_data()
{
    QTest::addColumn<int>("seed");
    for (int seed = 1; seed <= 8; ++seed) {
        QTest::addRow("random changes, seed %d", seed) << seed;
    }
}

void TestRowGeometry::ownHeightsAgreeWithAPlainList()
{
    QFETCH(int, seed);
    QRandomGenerator random(static_cast<quint32>(seed));
    RowGeometry geometry;
    QList<int> heights;
    geometry.setOwnHeights(30);
    for (int round = 0; round < 200; ++round) {
        const int kind = random.bounded(5);
        if (kind <= 1 || heights.isEmpty()) { // The tail is the common place to insert.
            const auto first = kind == 0 ? heights.size() : random.bounded(heights.size() + 1);
            const int count = 1 + random.bounded(20);
            geometry.insert(first, count);
            heights.insert(first, count, 30);
        } else if (kind == 2) {
            const auto first = random.bounded(heights.size());
            const auto count = random.bounded(std::min<qsizetype>(10, heights.size() - first + 1));
            geometry.remove(first, count);
            heights.remove(first, count);
        } else {
            const auto row = random.bounded(heights.size());
            heights[row] = 1 + random.bounded(100);
            geometry.setHeight(row, heights[row]);
            QVERIFY(geometry.isMeasured(row));
        }
        compare(geometry, heights);
    }
}

void TestRowGeometry::forgottenHeightsStayAsEstimates()
{
    RowGeometry geometry;
    geometry.setOwnHeights(10);
    geometry.reset(3);
    geometry.setHeight(1, 50);
    geometry.forgetHeights(0, 3);
    QVERIFY(!geometry.isMeasured(1));
    QCOMPARE(geometry.totalHeight(), 70);
}

void TestRowGeometry::emptyHasNoRowAnywhere()
{
    RowGeometry geometry;
    QCOMPARE(geometry.rowAt(0), -1);
    geometry.setOwnHeights(10);
    QCOMPARE(geometry.rowAt(0), -1);
    QCOMPARE(geometry.totalHeight(), 0);
}

QTEST_GUILESS_MAIN(TestRowGeometry)
#include "tst_row_geometry.moc"
