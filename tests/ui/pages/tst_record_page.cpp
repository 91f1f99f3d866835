// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/pages/page_world.h"
#include "ui/pages/record/record_list.h"
#include "ui/widgets/inline_message.h"

#include <QApplication>
#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTest>

using namespace tamma;
using namespace tamma::events;
using namespace tamma::ui;
using namespace Qt::StringLiterals;

namespace {

/// The record of a world with `count` events, opened.
struct Record {
    PageWorld world;

    explicit Record(int count)
    {
        for (int number = 1; number <= count; ++number) {
            const LoopId loop(u"loop-%1"_s.arg(number % 2));
            world.engine.publishEvent(
                number % 10 == 0 ? Payload(GateFailed{loop, {.summary = u"tests failed"_s}})
                                 : Payload(IssueCommented{.text = u"note %1"_s.arg(number)}),
                {{tag::LOOP, loop.text()}});
        }
        world.openWindow();
        world.window().open({page::RECORD});
    }
    [[nodiscard]] RecordList& list() { return world.find<RecordList>(u"recordList"_s); }
    [[nodiscard]] QLineEdit& filter() { return world.find<QLineEdit>(u"recordFilter"_s); }
    [[nodiscard]] QString subtitle()
    {
        return world.window().currentPage()->findChild<QLabel*>(u"pageSubtitle"_s)->text();
    }
    void filterBy(const QString& text)
    {
        filter().setText(text);
        QTest::keyClick(&filter(), Qt::Key_Return);
    }
};

} // namespace

class TestRecordPage : public QObject {
    Q_OBJECT

private slots:
    void showsTheNewestAndFollows();
    void pagesBackWhileScrollingUp();
    void filterIsAskedOfTheStore();
    void wordsAreLookedForFurtherBack();
    void noMatchSaysSoAndCanBeCleared();
    void answersToAnOlderFilterAreDropped();
    void inspectorShowsAndCopiesTheEvent();
    void failedPageSaysWhyAndCanBeTriedAgain();
    void filterComesWithThePlace();
};

void TestRecordPage::showsTheNewestAndFollows()
{
    Record record(300);
    QTRY_VERIFY(record.list().rowCount() >= 200);
    QVERIFY(record.list().isFollowing());
    QCOMPARE(record.list().endOfVisibleRows(), record.list().rowCount());
    record.world.engine.publishEvent(IssueCommented{.text = u"brand new"_s});
    record.world.settle();
    QTRY_VERIFY(record.list().rowText(record.list().rowCount() - 1).contains(u"brand new"_s));
    QCOMPARE(record.list().endOfVisibleRows(), record.list().rowCount());
    record.list().setScrollTop(0);
    QVERIFY(!record.world.find<QPushButton>(u"recordFollow"_s).isChecked());
    record.world.find<QPushButton>(u"recordFollow"_s).click();
    QVERIFY(record.list().isFollowing());
}

void TestRecordPage::pagesBackWhileScrollingUp()
{
    Record record(1'700);
    QTRY_VERIFY(record.list().rowCount() >= 200);
    QVERIFY(record.list().rowCount() < 1'700); // Not all of it at once.
    QTRY_VERIFY2((record.list().setScrollTop(0), record.list().rowCount() == 1'700),
                 qPrintable(record.subtitle()));
    QCOMPARE(record.subtitle(), u"1,700 events"_s);
    for (qint64 row = 1; row < record.list().rowCount(); row += 97) {
        QVERIFY(record.list().rowText(row).startsWith(QString::number(row + 1) + u' '));
    }
}

void TestRecordPage::filterIsAskedOfTheStore()
{
    Record record(300);
    record.filterBy(u"type:GATE.FAILED loopId:loop-0"_s);
    QTRY_COMPARE(record.subtitle(), u"30 match"_s);
    const EventQuery& asked = record.world.engine.queries.last();
    QCOMPARE(asked.items.first().types, QStringList{u"GATE.FAILED"_s});
    QVERIFY(asked.backwards);
    record.world.engine.publishEvent(GateFailed{}, {{tag::LOOP, u"loop-0"_s}});
    record.world.engine.publishEvent(GatePassed{}, {{tag::LOOP, u"loop-0"_s}});
    record.world.settle();
    QTRY_COMPARE(record.subtitle(), u"31 match"_s);
}

void TestRecordPage::wordsAreLookedForFurtherBack()
{
    Record record(1'700);
    record.filterBy(u"\"note 3\""_s); // 3, 30 is a gate, 31..39, 300..399 without tens.
    QTRY_COMPARE(record.subtitle(), u"100 match"_s);
    QVERIFY(record.list().rowText(0).endsWith(u"note 3"_s));
}

void TestRecordPage::noMatchSaysSoAndCanBeCleared()
{
    Record record(40);
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
    Record record(40);
    record.world.engine.holdEvents = true;
    record.filterBy(u"type:GATE.FAILED"_s);
    record.filterBy(QString());
    record.world.engine.answerEvents(); // Of the first filter, too late.
    record.world.engine.answerEvents();
    QTRY_COMPARE(record.list().rowCount(), 40);
    QCOMPARE(record.subtitle(), u"40 events"_s);
}

void TestRecordPage::inspectorShowsAndCopiesTheEvent()
{
    Record record(20);
    auto& json = record.world.find<QPlainTextEdit>(u"eventJson"_s);
    QVERIFY(!json.isVisible());
    QTRY_COMPARE(record.list().rowCount(), 20);
    record.list().setCurrentRow(9);
    QVERIFY(json.isVisible());
    QVERIFY(json.toPlainText().contains(u"\"GATE.FAILED\""_s));
    record.world.find<QPushButton>(u"eventCopy"_s).click();
    QCOMPARE(QGuiApplication::clipboard()->text(), json.toPlainText());
    record.world.find<QPushButton>(u"eventRelated"_s).click();
    QTRY_COMPARE(record.subtitle(), u"10 match"_s);
}

void TestRecordPage::failedPageSaysWhyAndCanBeTriedAgain()
{
    Record record(20);
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
    QTRY_COMPARE(record.subtitle(), u"2 match"_s);
    QVERIFY(!message.isVisible());
}

void TestRecordPage::filterComesWithThePlace()
{
    Record record(20);
    record.world.window().open({page::LOOPS});
    record.world.actions().find(u"record.failures"_s)->trigger();
    QCOMPARE(record.world.window().currentPageId(), page::RECORD);
    QCOMPARE(record.filter().text(), u"type:GATE.FAILED"_s);
    QTRY_COMPARE(record.subtitle(), u"2 match"_s);
}

int main(int argc, char** argv)
{
    QApplication app(argc, argv);
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
    TestRecordPage test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_record_page.moc"
