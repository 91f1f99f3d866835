// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/pages/record_world.h"
#include "ui/pages/record/density_strip.h"
#include "ui/pages/record/record_source.h"
#include "ui/widgets/inline_message.h"

#include <QApplication>
#include <QLabel>
#include <QPushButton>
#include <QTest>

using namespace tamma;
using namespace tamma::events;
using namespace tamma::ui;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// The rows: which are shown, how they come, and what happens meanwhile.
class TestRecordPage : public QObject {
    Q_OBJECT

private slots:
    void showsTheNewestAndFollows();
    void everyRowIsThereAndReadWhenItIsSeen();
    void filterShowsEveryMatchAndTheLiveOnes();
    void wordsAreLookedForFurtherBack();
    void keyThatNoEventHasIsNamed();
    void noMatchSaysSoAndCanBeCleared();
    void answersToAnOlderFilterAreDropped();
    void eventsThatComeBeforeTheAnswerAreNotLost();
    void newestPartCanBeUsedWhileTheRestIsRead();
    void searchCanBeStoppedAndGoesOn();
    void onlyTheNewestWishForRowsIsRead();
    void chosenEventStaysThroughFilters();
    void failedQuestionSaysWhyAndCanBeTriedAgain();
    void filterComesWithThePlace();
    void showsTheRecordAsOfAnEarlierMoment();
    void stripShowsWhereWeAreAndLeadsThere();
    void stripCanBeUsedByKeyboard();
};

void TestRecordPage::showsTheNewestAndFollows()
{
    RecordWorld record(300);
    QTRY_COMPARE(record.list().rowCount(), 300);
    QVERIFY(record.list().isFollowing());
    QCOMPARE(record.list().endOfVisibleRows(), 300);
    record.world.engine.publishEvent(IssueCommented{.text = u"brand new"_s});
    record.world.settle();
    QTRY_VERIFY(record.list().rowText(record.list().rowCount() - 1).contains(u"brand new"_s));
    QCOMPARE(record.list().endOfVisibleRows(), record.list().rowCount());
    QCOMPARE(record.subtitle(), u"301 events"_s);
    record.list().setScrollTop(0);
    QVERIFY(!record.world.find<QPushButton>(u"recordFollow"_s).isChecked());
    record.world.find<QPushButton>(u"recordFollow"_s).click();
    QVERIFY(record.list().isFollowing());
}

void TestRecordPage::everyRowIsThereAndReadWhenItIsSeen()
{
    RecordWorld record(1'700);
    QTRY_COMPARE(record.list().rowCount(), 1'700);
    QCOMPARE(record.subtitle(), u"1,700 events"_s);
    QTRY_VERIFY(!record.list().rowText(1'699).isEmpty());
    QVERIFY(record.list().rowText(0).isEmpty()); // Not all of it at once.
    for (const qint64 row : {qint64{0}, qint64{800}, qint64{1'600}, qint64{300}}) {
        record.list().ensureVisible(row);
        QTRY_VERIFY(record.list().rowText(row).startsWith(QString::number(row + 1) + u' '));
    }
}

void TestRecordPage::filterShowsEveryMatchAndTheLiveOnes()
{
    RecordWorld record(300);
    record.filterBy(u"type:GATE.FAILED loopId:loop-0"_s);
    QTRY_COMPARE(record.subtitle(), u"30 of 300 events"_s);
    record.world.engine.publishEvent(GateFailed{}, {{tag::LOOP, u"loop-0"_s}});
    record.world.engine.publishEvent(GatePassed{}, {{tag::LOOP, u"loop-0"_s}});
    record.world.settle();
    QTRY_COMPARE(record.subtitle(), u"31 of 302 events"_s);
    record.filterBy(u"type:gate.*"_s);
    QTRY_COMPARE(record.subtitle(), u"32 of 302 events"_s);
}

void TestRecordPage::wordsAreLookedForFurtherBack()
{
    RecordWorld record(1'700, {.slice = 0ms, .page = 400});
    record.filterBy(u"\"note 3\""_s); // 3, 30 is a gate, 31..39, 300..399 without tens.
    QTRY_COMPARE(record.subtitle(), u"100 of 1,700 events"_s);
    record.list().ensureVisible(0);
    QTRY_VERIFY(record.list().rowText(0).endsWith(u"note 3"_s));
    QVERIFY(record.world.engine.recordQuestions.size() > 5); // Piece by piece.
}

void TestRecordPage::keyThatNoEventHasIsNamed()
{
    RecordWorld record(40);
    record.filterBy(u"issue:4"_s);
    const auto* text = record.world.find<QWidget>(u"recordNothing"_s)
                           .findChild<QLabel*>(u"emptySentence"_s);
    QTRY_VERIFY2(text->text().startsWith(u"No event has a tag “issue”. There are "_s),
                 qPrintable(text->text()));
    record.filterBy(u"loopId:nowhere"_s);
    QTRY_COMPARE(text->text(), u"No event fits the filter “loopId:nowhere”."_s);
}

void TestRecordPage::noMatchSaysSoAndCanBeCleared()
{
    RecordWorld record(40);
    record.filterBy(u"banana"_s);
    auto& nothing = record.world.find<QWidget>(u"recordNothing"_s);
    QTRY_COMPARE(nothing.findChild<QLabel*>(u"emptyTitle"_s)->text(), u"0 of 40 match"_s);
    QVERIFY(nothing.isVisible());
    nothing.findChild<QPushButton*>(u"emptyAction"_s)->click();
    QTRY_COMPARE(record.list().rowCount(), 40);
    QVERIFY(record.list().isVisible());
}

void TestRecordPage::answersToAnOlderFilterAreDropped()
{
    RecordWorld record(40);
    record.world.engine.holdRecord = true;
    record.filterBy(u"type:GATE.FAILED"_s);
    record.filterBy(QString());
    record.world.engine.answerRecord(); // Of the first filter, too late.
    record.world.engine.answerRecord();
    QTRY_COMPARE(record.subtitle(), u"40 events"_s);
    QCOMPARE(record.list().rowCount(), 40);
}

void TestRecordPage::eventsThatComeBeforeTheAnswerAreNotLost()
{
    RecordWorld record(40);
    record.world.engine.holdRecord = true;
    record.filterBy(u"type:GATE.FAILED"_s);
    const auto question = record.world.engine.takeHeld(); // It is answered as of now,
    record.world.engine.publishEvent(GateFailed{});
    record.world.settle();
    question(); // and as of now again: the event is in both.
    QTRY_COMPARE(record.subtitle(), u"5 of 41 events"_s);
    QCOMPARE(record.list().rowCount(), 5);
    record.world.engine.publishEvent(GateFailed{});
    record.world.settle();
    QTRY_COMPARE(record.subtitle(), u"6 of 42 events"_s);
}

void TestRecordPage::newestPartCanBeUsedWhileTheRestIsRead()
{
    RecordWorld record(1'000, {.slice = 0ms, .page = 100}, RecordWorld::Hold::Questions);
    const auto* page = record.world.window().currentPage();
    QTRY_VERIFY(page->findChild<QWidget*>(u"pageLoading"_s)->isVisible());
    record.world.engine.answerRecord();
    QTRY_COMPARE(record.subtitle(), u"the newest 100 events"_s);
    auto& status = record.world.find<QWidget>(u"recordSearch"_s);
    QTRY_VERIFY(status.isVisible());
    QCOMPARE(status.findChild<QLabel*>(u"recordSearchText"_s)->text(),
             u"Reading the record: 10 %"_s);
    record.world.engine.publishEvent(IssueCommented{.text = u"brand new"_s});
    record.world.settle();
    QTRY_COMPARE(record.list().rowCount(), 101);
    QTRY_VERIFY((record.answerAll(), record.subtitle() == u"1,001 events"_s));
    QVERIFY(!status.isVisible());
    record.list().ensureVisible(0);
    QTRY_VERIFY((record.answerAll(), record.list().rowText(0).startsWith(u"1 "_s)));
}

void TestRecordPage::searchCanBeStoppedAndGoesOn()
{
    RecordWorld record(1'000, {.slice = 0ms, .page = 100}, RecordWorld::Hold::Questions);
    record.world.engine.answerRecord();
    auto& status = record.world.find<QWidget>(u"recordSearch"_s);
    QTRY_VERIFY(status.isVisible());
    auto* stop = status.findChild<QPushButton*>(u"recordSearchStop"_s);
    stop->click();
    record.answerAll();
    QTRY_COMPARE(stop->text(), u"Go on"_s);
    const auto asked = record.world.engine.recordQuestions.size();
    record.world.engine.publishEvent(IssueCommented{});
    record.world.settle(); // Live events go on all the same.
    QCOMPARE(record.world.engine.recordQuestions.size(), asked);
    stop->click();
    QTRY_VERIFY((record.answerAll(), record.subtitle() == u"1,001 events"_s));
}

void TestRecordPage::onlyTheNewestWishForRowsIsRead()
{
    RecordWorld record(5'000);
    QTRY_VERIFY(!record.list().rowText(4'999).isEmpty());
    record.world.engine.holdRecord = true;
    record.world.engine.rowQuestions.clear();
    for (qint64 row = 0; row < 4'000; row += 400) {
        record.list().setScrollTop(row * 24);
        record.list().viewport()->repaint();
    }
    QCOMPARE(record.world.engine.rowQuestions.size(), 1);
    QTRY_VERIFY((record.answerAll(), !record.list().rowText(3'601).isEmpty()));
    QVERIFY(record.list().rowText(1'201).isEmpty()); // Nobody looks at it any more.
    for (const auto& rows : std::as_const(record.world.engine.rowQuestions)) {
        QVERIFY(rows.size() <= 5 * RecordSource::PAGE);
    }
}

void TestRecordPage::chosenEventStaysThroughFilters()
{
    RecordWorld record(2'000);
    QTRY_COMPARE(record.list().rowCount(), 2'000);
    record.list().setCurrentRow(999); // A failed gate.
    const RowId chosen = record.list().currentId();
    record.filterBy(u"type:GATE.FAILED"_s);
    QTRY_COMPARE(record.list().rowCount(), 200);
    QCOMPARE(record.list().currentId(), chosen);
    QCOMPARE(record.list().currentRow(), 99);
    record.filterBy(QString());
    QTRY_COMPARE(record.list().rowCount(), 2'000);
    QCOMPARE(record.list().currentRow(), 999);
    QVERIFY(record.list().firstVisibleRow() <= 999 && record.list().endOfVisibleRows() > 999);
}

void TestRecordPage::failedQuestionSaysWhyAndCanBeTriedAgain()
{
    RecordWorld record(20);
    record.world.engine.recordError = Error{errors::STORE_UNAVAILABLE, u"locked"_s};
    record.filterBy(u"type:GATE.FAILED"_s);
    auto& message = record.world.find<InlineMessage>(u"recordMessage"_s);
    QTRY_VERIFY(message.isVisible());
    QVERIFY(message.text().contains(u"record cannot be reached"_s));
    record.world.engine.recordError.reset();
    for (QPushButton* button : message.findChildren<QPushButton*>()) {
        if (button->text() == u"Try again"_s) {
            button->click();
            break;
        }
    }
    QTRY_COMPARE(record.subtitle(), u"2 of 20 events"_s);
    QVERIFY(!message.isVisible());
}

void TestRecordPage::filterComesWithThePlace()
{
    RecordWorld record(20);
    record.world.window().open({page::LOOPS});
    record.world.actions().find(u"record.failures"_s)->trigger();
    QCOMPARE(record.world.window().currentPageId(), page::RECORD);
    QCOMPARE(record.filter().text(), u"type:GATE.FAILED"_s);
    QTRY_COMPARE(record.subtitle(), u"2 of 20 events"_s);
}

void TestRecordPage::showsTheRecordAsOfAnEarlierMoment()
{
    RecordWorld record(100);
    QTRY_COMPARE(record.list().rowCount(), 100);
    record.world.engine.then = engine::Past{{40}, record.world.engine.record[39].recorded};
    record.world.session().travelTo(Position{40});
    QTRY_COMPARE(record.list().rowCount(), 40);
    record.filterBy(u"type:GATE.FAILED"_s);
    QTRY_COMPARE(record.list().rowCount(), 4);
    record.world.engine.publishEvent(GateFailed{}); // Nobody there knows of it yet.
    record.world.session().returnToNow();
    QTRY_COMPARE(record.list().rowCount(), 11);
}

void TestRecordPage::stripShowsWhereWeAreAndLeadsThere()
{
    RecordWorld record(2'000);
    auto& strip = record.world.find<DensityStrip>(u"recordDensity"_s);
    QTRY_VERIFY(strip.strip().size() > 50);
    QTest::mouseClick(&strip, Qt::LeftButton, {}, {4, 10});
    QTRY_VERIFY(record.list().firstVisibleRow() < 20);
    QVERIFY(!record.list().isFollowing());
    QTest::mouseClick(&strip, Qt::LeftButton, {}, {strip.width() / 2, 10});
    QVERIFY(std::abs(record.list().firstVisibleRow() - 1'000) < 40);
    QTest::mousePress(&strip, Qt::LeftButton, {}, {strip.width() / 2, 10});
    QTest::mouseMove(&strip, {strip.width() - 4, 10});
    QTest::mouseRelease(&strip, Qt::LeftButton, {}, {strip.width() - 4, 10});
    QTRY_COMPARE(record.list().endOfVisibleRows(), 2'000);
    QVERIFY(strip.columnText(strip.strip().columnOf({1'000})).contains(u"failures"_s));
    QVERIFY(strip.columnText(0).contains(u"event"_s));
}

void TestRecordPage::stripCanBeUsedByKeyboard()
{
    RecordWorld record(2'000);
    auto& strip = record.world.find<DensityStrip>(u"recordDensity"_s);
    QTRY_VERIFY(strip.strip().size() > 50);
    strip.setFocus();
    QTest::keyClick(&strip, Qt::Key_Home);
    QCOMPARE(record.list().firstVisibleRow(), 0);
    const QString before = strip.accessibleDescription();
    QVERIFY(!before.isEmpty());
    QTest::keyClick(&strip, Qt::Key_PageDown);
    QTest::keyClick(&strip, Qt::Key_Right);
    QVERIFY(record.list().firstVisibleRow() > 0);
    QVERIFY(strip.accessibleDescription() != before);
    QTest::keyClick(&strip, Qt::Key_End);
    QCOMPARE(record.list().endOfVisibleRows(), 2'000);
}

int main(int argc, char** argv)
{
    QApplication app(argc, argv);
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
    TestRecordPage test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_record_page.moc"
