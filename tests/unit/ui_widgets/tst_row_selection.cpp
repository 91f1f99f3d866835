// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/ui_widgets/listed_numbers.h"
#include "ui/widgets/row_ranges.h"
#include "ui/widgets/row_selection.h"

#include <QRandomGenerator>
#include <QSet>
#include <QTest>

using namespace tamma::ui;

class TestRowSelection : public QObject {
    Q_OBJECT

private slots:
    void rangesAgreeWithASetOfRows_data();
    void rangesAgreeWithASetOfRows();
    void extendsFromTheRowThatWasSelectedFirst();
    void allOfTenMillionIsOneRange();
    void rowsInsertedIntoARangeAreNotSelected();
    void neighbourBecomesCurrentWhenTheCurrentRowGoes();
    void findsRowsAgainAfterAFilter();
    void learnsTheIdOfARowThatWasNotLoaded();
};

void TestRowSelection::rangesAgreeWithASetOfRows_data()
{
    QTest::addColumn<int>("seed");
    for (int seed = 1; seed <= 8; ++seed) {
        QTest::addRow("random changes, seed %d", seed) << seed;
    }
}

void TestRowSelection::rangesAgreeWithASetOfRows()
{
    QFETCH(int, seed);
    QRandomGenerator random(static_cast<quint32>(seed));
    RowRanges ranges;
    QList<bool> plain(80, false);
    for (int round = 0; round < 300; ++round) {
        const int first = random.bounded(60);
        const int count = 1 + random.bounded(8);
        switch (random.bounded(4)) {
        case 0:
            ranges.add({first, first + count - 1});
            std::fill_n(plain.begin() + first, count, true);
            break;
        case 1:
            ranges.subtract({first, first + count - 1});
            std::fill_n(plain.begin() + first, count, false);
            break;
        case 2:
            ranges.insertRows(first, count);
            plain.insert(first, count, false);
            break;
        default:
            ranges.removeRows(first, count);
            plain.remove(first, count);
            plain.resize(std::max<qsizetype>(80, plain.size()), false);
        }
        for (qint64 row = 0; row < plain.size(); ++row) {
            QCOMPARE(ranges.contains(row), plain[row]);
        }
        QCOMPARE(ranges.rowCount(), plain.count(true));
        for (qsizetype i = 1; i < ranges.ranges().size(); ++i) { // Never two that touch...
            const bool apart = ranges.ranges()[i].first > ranges.ranges()[i - 1].last;
            QVERIFY(apart);
        }
    }
}

void TestRowSelection::extendsFromTheRowThatWasSelectedFirst()
{
    ListedNumbers source(100);
    RowSelection selection;
    selection.setMode(SelectionMode::Extended);
    selection.select(source, 10);
    selection.extendTo(source, 14);
    selection.extendTo(source, 7);
    QCOMPARE(selection.rows().ranges(), (QList<RowRange>{{7, 10}}));
    selection.toggle(source, 20);
    selection.toggle(source, 8);
    QCOMPARE(selection.rows().ranges(), (QList<RowRange>{{7, 7}, {9, 10}, {20, 20}}));
    selection.moveTo(source, 50);
    QCOMPARE(selection.current(), 50);
    QCOMPARE(selection.rows().rowCount(), 4);
}

void TestRowSelection::allOfTenMillionIsOneRange()
{
    class Many final : public RowSource {
        [[nodiscard]] qint64 rowCount() const override { return 10'000'000; }
        [[nodiscard]] RowId idAt(qint64 row) const override { return RowId(row); }
        [[nodiscard]] qint64 rowOf(RowId id) const override { return qint64(id); }
    };
    const Many source;
    RowSelection selection;
    selection.setMode(SelectionMode::Extended);
    selection.selectAll(source);
    QCOMPARE(selection.rows().ranges(), (QList<RowRange>{{0, 9'999'999}}));
    selection.setMode(SelectionMode::Single);
    selection.selectAll(source);
    QVERIFY(selection.rows().isEmpty());
}

void TestRowSelection::rowsInsertedIntoARangeAreNotSelected()
{
    ListedNumbers source(10);
    RowSelection selection;
    selection.setMode(SelectionMode::Extended);
    selection.select(source, 2);
    selection.extendTo(source, 5);
    source.insert(4, {100, 101});
    selection.rowsInserted(source, 4, 2);
    QCOMPARE(selection.rows().ranges(), (QList<RowRange>{{2, 3}, {6, 7}}));
    QCOMPARE(selection.current(), 7);
    QCOMPARE(selection.currentId(), RowId(5));
}

void TestRowSelection::neighbourBecomesCurrentWhenTheCurrentRowGoes()
{
    ListedNumbers source(5);
    RowSelection selection;
    selection.select(source, 4);
    source.remove(3, 2);
    selection.rowsRemoved(source, 3, 2);
    QCOMPARE(selection.current(), 2);
    QCOMPARE(selection.rows().ranges(), (QList<RowRange>{{2, 2}}));
    source.remove(0, 3);
    selection.rowsRemoved(source, 0, 3);
    QCOMPARE(selection.current(), -1);
    QVERIFY(selection.rows().isEmpty());
}

void TestRowSelection::findsRowsAgainAfterAFilter()
{
    ListedNumbers source(100);
    RowSelection selection;
    selection.setMode(SelectionMode::Extended);
    selection.select(source, 40);
    selection.extendTo(source, 50);
    source.replace({40, 44, 48, 50, 60});
    selection.rowsReplaced(source);
    QCOMPARE(selection.rows().ranges(), (QList<RowRange>{{0, 3}}));
    QCOMPARE(selection.current(), 3);
    source.replace({1, 2, 3});
    selection.rowsReplaced(source);
    QCOMPARE(selection.current(), -1);
    QVERIFY(selection.rows().isEmpty());
}

void TestRowSelection::learnsTheIdOfARowThatWasNotLoaded()
{
    ListedNumbers source(100);
    source.notReadyFrom = 10;
    RowSelection selection;
    selection.select(source, 20);
    QCOMPARE(selection.currentId(), NO_ROW);
    source.arrive();
    selection.rowsArrived(source);
    QCOMPARE(selection.currentId(), RowId(20));
    source.replace({20, 21});
    selection.rowsReplaced(source);
    QCOMPARE(selection.current(), 0);
}

QTEST_GUILESS_MAIN(TestRowSelection)
#include "tst_row_selection.moc"
