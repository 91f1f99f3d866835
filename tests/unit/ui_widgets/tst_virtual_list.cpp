// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/ui_widgets/listed_numbers.h"
#include "ui/widgets/virtual_list.h"

#include <QAccessible>
#include <QApplication>
#include <QClipboard>
#include <QPainter>
#include <QPushButton>
#include <QScreen>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <QtMath>

using namespace tamma::ui;

namespace {

/// A list of numbers that paints each row in a colour of its own, so that a pixel tells the row.
class NumberList final : public VirtualList {
public:
    using VirtualList::VirtualList;

    [[nodiscard]] QString rowText(qint64 row) const override
    {
        return QStringLiteral("number %1").arg(static_cast<qint64>(source()->idAt(row)));
    }
    void paintRow(QPainter& painter, const QRect& rect, qint64 row, RowState) override
    {
        ++painted;
        painter.fillRect(rect, colourOf(static_cast<quint64>(source()->idAt(row))));
    }
    [[nodiscard]] int measureRow(qint64 row, int) const override
    {
        return 20 + static_cast<int>(static_cast<quint64>(source()->idAt(row)) % 5) * 10;
    }
    static QRgb colourOf(quint64 number)
    {
        return qRgb(int(number * 37 % 256), int(number / 7 % 256), int(number % 251));
    }

    /// Says whether the screen (not a fresh painting: copied pixels count) shows the right rows.
    bool showsWhatItShould()
    {
        const QImage image = screen()->grabWindow(winId()).toImage();
        const qreal ratio = image.devicePixelRatio();
        // Of a scaled window the offscreen platform gives only the upper part.
        const int end = std::min(viewport()->height(), int(image.height() / ratio));
        for (int y = 1; y < end; y += 3) {
            const qint64 row = rowAt({5, y});
            if (row < 0 || row == currentRow()) {
                continue;
            }
            const QRgb expected = colourOf(static_cast<quint64>(source()->idAt(row)));
            if (image.pixel(qFloor(5 * ratio), qFloor((y + 0.5) * ratio)) != expected) {
                return false;
            }
        }
        return true;
    }

    int painted = 0;
};

} // namespace

class TestVirtualList : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        source = std::make_unique<ListedNumbers>(1000);
        list = std::make_unique<NumberList>();
        list->setRowHeight(20);
        list->setSource(source.get());
        list->resize(300, 400);
        list->show();
        QVERIFY(QTest::qWaitForWindowExposed(list.get()));
    }
    void cleanup()
    {
        list.reset();
        source.reset();
    }

    void scrollingShowsTheRightRows_data();
    void scrollingShowsTheRightRows();
    void scrollingPaintsOnlyTheNewStrip();
    void keysMoveTheCurrentRow_data();
    void keysMoveTheCurrentRow();
    void clickSelectsAndDoubleClickActivates();
    void shiftAndControlSelectMore();
    void copiesTheSelectedRowsAsLines();
    void insertingAboveKeepsTheReadersPlace();
    void insertingAtTheTopShowsThereWhenTheTopIsSeen();
    void removalAndFilterKeepTheCurrentRow();
    void followsTheTailUntilScrolledUp();
    void pillCountsAndReturnsToTheTail();
    void ownHeightsKeepTheReadersPlaceWhenMeasured();
    void growingLastRowIsFollowed();
    void changedRowsArePaintedAlone_data();
    void changedRowsArePaintedAlone();
    void asksForMissingRowsAndPaintsThemWhenTheyCome();
    void reachesTheEndOfBillionsOfPixels();
    void sourceMayDieFirst();
    void assistiveProgramsSeeTheRowsInView();
    void pressActionActivatesARow();

private:
    std::unique_ptr<ListedNumbers> source;
    std::unique_ptr<NumberList> list;
};

void TestVirtualList::scrollingShowsTheRightRows_data()
{
    QTest::addColumn<bool>("ownHeights");
    QTest::addRow("one height") << false;
    QTest::addRow("own heights") << true;
}

void TestVirtualList::scrollingShowsTheRightRows()
{
    QFETCH(bool, ownHeights);
    if (ownHeights) {
        list->setOwnRowHeights(25);
    }
    for (const qint64 top : {0, 7, 33, 390, 20, 5000, 4987, 4600, 19'000, 1'000'000, 0}) {
        list->setScrollTop(top);
        QTRY_VERIFY(list->showsWhatItShould());
    }
    QCOMPARE(list->scrollTop(), 0);
}

void TestVirtualList::scrollingPaintsOnlyTheNewStrip()
{
    QTRY_VERIFY(list->showsWhatItShould());
    list->painted = 0;
    list->setScrollTop(60);
    QTRY_VERIFY(list->painted > 0);
    QVERIFY2(list->painted <= 6, qPrintable(QString::number(list->painted)));
}

void TestVirtualList::keysMoveTheCurrentRow_data()
{
    QTest::addColumn<QList<Qt::Key>>("keys");
    QTest::addColumn<qint64>("row");
    using Keys = QList<Qt::Key>;
    QTest::addRow("first Down takes the first row") << Keys{Qt::Key_Down} << 0LL;
    QTest::addRow("Down twice") << Keys{Qt::Key_Down, Qt::Key_Down} << 1LL;
    QTest::addRow("Up stops at the top") << Keys{Qt::Key_Down, Qt::Key_Up, Qt::Key_Up} << 0LL;
    QTest::addRow("J and K") << Keys{Qt::Key_J, Qt::Key_J, Qt::Key_J, Qt::Key_K} << 1LL;
    QTest::addRow("End") << Keys{Qt::Key_End} << 999LL;
    QTest::addRow("Down stops at the end") << Keys{Qt::Key_End, Qt::Key_Down} << 999LL;
    QTest::addRow("Home") << Keys{Qt::Key_End, Qt::Key_Home} << 0LL;
    QTest::addRow("Page Down is one view") << Keys{Qt::Key_Home, Qt::Key_PageDown} << 20LL;
    QTest::addRow("Page Up comes back")
        << Keys{Qt::Key_Home, Qt::Key_PageDown, Qt::Key_PageUp} << 0LL;
}

void TestVirtualList::keysMoveTheCurrentRow()
{
    QFETCH(QList<Qt::Key>, keys);
    QFETCH(qint64, row);
    QSignalSpy moved(list.get(), &VirtualList::currentChanged);
    for (const auto key : std::as_const(keys)) {
        QTest::keyClick(list.get(), key);
    }
    QCOMPARE(list->currentRow(), row);
    QCOMPARE(moved.last().at(1).toLongLong(), row);
    QVERIFY(list->viewport()->rect().contains(list->rowRect(row)));
    QVERIFY(list->selection().rows().contains(row));
}

void TestVirtualList::clickSelectsAndDoubleClickActivates()
{
    QSignalSpy activated(list.get(), &VirtualList::activated);
    QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, {10, 45});
    QCOMPARE(list->currentRow(), 2);
    QCOMPARE(activated.size(), 0);
    QTest::mouseDClick(list->viewport(), Qt::LeftButton, {}, {10, 45});
    QCOMPARE(activated.size(), 1);
    QTest::keyClick(list.get(), Qt::Key_Return);
    QCOMPARE(activated.size(), 2);
    QCOMPARE(activated.last().at(1).toLongLong(), 2);
}

void TestVirtualList::shiftAndControlSelectMore()
{
    list->setSelectionMode(SelectionMode::Extended);
    QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, {10, 45});
    QTest::keyClick(list.get(), Qt::Key_Down, Qt::ShiftModifier);
    QTest::mouseClick(list->viewport(), Qt::LeftButton, Qt::ControlModifier, {10, 205});
    QCOMPARE(list->selection().rows().ranges(), (QList<RowRange>{{2, 3}, {10, 10}}));
    QTest::keyClick(list.get(), Qt::Key_A, Qt::ControlModifier);
    QCOMPARE(list->selection().rows().rowCount(), 1000);
}

void TestVirtualList::copiesTheSelectedRowsAsLines()
{
    list->setSelectionMode(SelectionMode::Extended);
    list->setCurrentRow(3);
    QTest::keyClick(list.get(), Qt::Key_Down, Qt::ShiftModifier);
    QTest::keyClick(list.get(), Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("number 3\nnumber 4"));
}

void TestVirtualList::insertingAboveKeepsTheReadersPlace()
{
    list->setScrollTop(505);
    const auto before = source->idAt(list->firstVisibleRow());
    source->insert(3, {5000, 5001, 5002});
    QCOMPARE(source->idAt(list->firstVisibleRow()), before);
    QCOMPARE(list->scrollTop(), 565);
    QTRY_VERIFY(list->showsWhatItShould());
}

void TestVirtualList::insertingAtTheTopShowsThereWhenTheTopIsSeen()
{
    source->insert(0, {7777});
    QCOMPARE(list->scrollTop(), 0);
    QTRY_VERIFY(list->showsWhatItShould());
}

void TestVirtualList::removalAndFilterKeepTheCurrentRow()
{
    list->setCurrentRow(500);
    source->remove(0, 100);
    QCOMPARE(list->currentRow(), 400);
    QCOMPARE(list->currentId(), RowId(500));
    source->replace({10, 500, 700});
    QCOMPARE(list->currentRow(), 1);
    QTRY_VERIFY(list->showsWhatItShould());
    QSignalSpy moved(list.get(), &VirtualList::currentChanged);
    source->replace({10});
    QCOMPARE(list->currentRow(), -1);
    QCOMPARE(moved.size(), 1);
}

void TestVirtualList::followsTheTailUntilScrolledUp()
{
    QSignalSpy following(list.get(), &VirtualList::followingChanged);
    list->setFollowsTail(true);
    source->append(83);
    QCOMPARE(list->endOfVisibleRows(), 1083);
    QTRY_VERIFY(list->showsWhatItShould());
    list->setScrollTop(list->scrollTop() - 30);
    QVERIFY(!list->isFollowing());
    const auto place = list->scrollTop();
    source->append(5);
    QCOMPARE(list->scrollTop(), place);
    QCOMPARE(list->newRowCount(), 5);
    QTest::keyClick(list.get(), Qt::Key_End);
    QVERIFY(list->isFollowing());
    source->append(1);
    QCOMPARE(list->endOfVisibleRows(), 1089);
    QCOMPARE(following.size(), 2);
}

void TestVirtualList::pillCountsAndReturnsToTheTail()
{
    list->setFollowsTail(true);
    list->setScrollTop(0);
    source->append(1234);
    auto* pill = list->findChild<QPushButton*>(QStringLiteral("newRowsPill"));
    QVERIFY(pill->isVisible());
    QCOMPARE(pill->text(), QStringLiteral("1,234 new"));
    QTest::mouseClick(pill, Qt::LeftButton);
    QVERIFY(!pill->isVisible());
    QCOMPARE(list->endOfVisibleRows(), 2234);
}

void TestVirtualList::ownHeightsKeepTheReadersPlaceWhenMeasured()
{
    list->setOwnRowHeights(25);
    list->setScrollTop(6000); // The rows above are only estimated.
    const qint64 row = list->firstVisibleRow() + 2;
    const int y = list->rowRect(row).y();
    list->setScrollTop(list->scrollTop() - 100);
    QCOMPARE(list->rowRect(row).y(), y + 100);
    QTRY_VERIFY(list->showsWhatItShould());
    list->resize(260, 400);
    QTRY_VERIFY(list->showsWhatItShould());
}

void TestVirtualList::growingLastRowIsFollowed()
{
    list->setOwnRowHeights(25);
    list->setFollowsTail(true);
    list->scrollToEnd();
    source->numbers.last() = 1004; // 60 px instead of 50.
    emit source->changed(999, 1);
    QCOMPARE(list->rowRect(999).bottom(), list->viewport()->height() - 1);
}

void TestVirtualList::changedRowsArePaintedAlone_data()
{
    QTest::addColumn<bool>("ownHeights");
    QTest::addColumn<int>("row");
    QTest::addColumn<int>("painted");
    QTest::newRow("in view") << false << 3 << 2;
    QTest::newRow("in view, heights of its own") << true << 3 << 2;
    QTest::newRow("out of sight") << false << 900 << 1;
    QTest::newRow("out of sight, heights of its own") << true << 900 << 1;
}

void TestVirtualList::changedRowsArePaintedAlone()
{
    QFETCH(bool, ownHeights);
    QFETCH(int, row);
    if (ownHeights) {
        list->setOwnRowHeights(30);
    }
    QTRY_VERIFY(list->showsWhatItShould());
    list->painted = 0;
    emit source->changed(row, 1);
    emit source->changed(0, 1);
    QTRY_VERIFY(list->painted > 0);
    QVERIFY(list->showsWhatItShould());
    QTEST(list->painted, "painted");
}

void TestVirtualList::asksForMissingRowsAndPaintsThemWhenTheyCome()
{
    source->notReadyFrom = 30;
    list->setScrollTop(400); // Rows 20 to 39.
    list->grab();
    QVERIFY(!source->requests.isEmpty());
    QVERIFY(source->requests.last().first <= 30);
    QVERIFY(source->requests.last().second >= 40);
    source->arrive();
    source->requests.clear();
    QTRY_VERIFY(list->showsWhatItShould());
    QVERIFY(source->requests.isEmpty());
}

void TestVirtualList::reachesTheEndOfBillionsOfPixels()
{
    class Many final : public RowSource {
        [[nodiscard]] qint64 rowCount() const override { return 100'000'000; }
        [[nodiscard]] RowId idAt(qint64 row) const override { return RowId(row); }
        [[nodiscard]] qint64 rowOf(RowId id) const override { return qint64(id); }
    } many;
    list->setRowHeight(40);
    list->setSource(&many);
    list->setCurrentRow(99'999'999);
    QCOMPARE(list->endOfVisibleRows(), 100'000'000);
    QCOMPARE(list->verticalScrollBar()->value(), list->verticalScrollBar()->maximum());
    QTest::keyClick(list.get(), Qt::Key_Up);
    QCOMPARE(list->currentRow(), 99'999'998);
    list->verticalScrollBar()->setValue(list->verticalScrollBar()->maximum() / 2);
    const double middle = double(list->firstVisibleRow()) / 100'000'000;
    QVERIFY(middle > 0.49 && middle < 0.51);
    QTRY_VERIFY(list->showsWhatItShould());
    list->setSource(nullptr);
}

void TestVirtualList::sourceMayDieFirst()
{
    list->setCurrentRow(5);
    source.reset();
    QCOMPARE(list->rowCount(), 0);
    QCOMPARE(list->currentRow(), -1);
    QTest::keyClick(list.get(), Qt::Key_Down);
    list->grab();
}

void TestVirtualList::assistiveProgramsSeeTheRowsInView()
{
    list->setScrollTop(505);
    auto* interface = QAccessible::queryAccessibleInterface(list.get());
    QCOMPARE(interface->role(), QAccessible::List);
    QCOMPARE(interface->childCount(), 21);
    auto* row = interface->child(0);
    QCOMPARE(row->text(QAccessible::Name), QStringLiteral("number 25"));
    QCOMPARE(row->text(QAccessible::Description), QStringLiteral("row 26 of 1,000"));
    QCOMPARE(interface->indexOfChild(row), 0);
    QCOMPARE(interface->child(21), nullptr);
    QVERIFY(!row->state().selected);
    list->setCurrentRow(26);
    QVERIFY(interface->child(1)->state().selected);
    const QRect rect = interface->child(1)->rect();
    QCOMPARE(interface->childAt(rect.center().x(), rect.center().y()), interface->child(1));
    source->replace({});
    QCOMPARE(interface->childCount(), 0);
    QVERIFY(!row->isValid());
}

void TestVirtualList::pressActionActivatesARow()
{
    QSignalSpy activated(list.get(), &VirtualList::activated);
    auto* row = QAccessible::queryAccessibleInterface(list.get())->child(4);
    row->actionInterface()->doAction(QAccessibleActionInterface::pressAction());
    QCOMPARE(list->currentRow(), 4);
    QCOMPARE(activated.size(), 1);
}

QTEST_MAIN(TestVirtualList)
#include "tst_virtual_list.moc"
