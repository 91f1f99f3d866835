// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/pages/page_world.h"
#include "ui/pages/loops/loop_card_list.h"
#include "ui/widgets/inline_message.h"

#include <QApplication>
#include <QDialog>
#include <QLabel>
#include <QPushButton>
#include <QTest>

using namespace tamma;
using namespace tamma::ui;
using namespace Qt::StringLiterals;
using workflow::LoopStatus;

namespace {

LoopCardList& column(PageWorld& world, const QString& name)
{
    return world.find<LoopCardList>(u"loops."_s + name);
}

} // namespace

class TestLoopsPage : public QObject {
    Q_OBJECT

private slots:
    void cardsFollowTheirLoops();
    void arrowsCrossTheColumnsAndSkipEmptyOnes();
    void returnOpensTheLoop();
    void cardInWords();
    void demoIsOneButton();
    void failedDemoSaysWhyAndCanBeTriedAgain();
    void cancellingCanBeUndone();
    void selectionFollowsALoopThatChanges();
    void newIssueOpensItsForm();
};

void TestLoopsPage::cardsFollowTheirLoops()
{
    PageWorld world;
    world.engine.publish({.loops = {world.loop(1, LoopStatus::Queued, 0)}});
    world.openWindow();
    QCOMPARE(column(world, u"queued"_s).rowCount(), 1);
    world.engine.publish({.loops = {world.loop(1, LoopStatus::Running, 2)}});
    world.settle();
    QTRY_COMPARE(column(world, u"running"_s).rowCount(), 1);
    QCOMPARE(column(world, u"queued"_s).rowCount(), 0);
    world.engine.publish({.loops = {world.loop(1, LoopStatus::Completed, 13)}});
    world.settle();
    QTRY_COMPARE(column(world, u"finished"_s).rowCount(), 1);
    QCOMPARE(world.find<QLabel>(u"loopsCount.finished"_s).text(), u"1"_s);
}

void TestLoopsPage::arrowsCrossTheColumnsAndSkipEmptyOnes()
{
    PageWorld world;
    world.engine.publish(
        {.loops = {world.loop(1, LoopStatus::NeedsYou, 11), world.loop(2, LoopStatus::NeedsYou, 11),
                   world.loop(3, LoopStatus::Queued, 0), world.loop(4, LoopStatus::Queued, 0)}});
    world.openWindow();
    LoopCardList& needsYou = column(world, u"needsYou"_s);
    LoopCardList& queued = column(world, u"queued"_s);
    QCOMPARE(QApplication::focusWidget(), &needsYou);
    QCOMPARE(needsYou.currentRow(), 0); // It is seen where the keyboard is.
    QTest::keyClick(&needsYou, Qt::Key_Down);
    QCOMPARE(needsYou.currentRow(), 1);
    QTest::keyClick(&needsYou, Qt::Key_Right);
    QCOMPARE(QApplication::focusWidget(), &queued); // "Running" is empty.
    QCOMPARE(queued.currentRow(), 1); // At the same height.
    QTest::keyClick(&queued, Qt::Key_Right);
    QCOMPARE(QApplication::focusWidget(), &queued); // Nothing is further right.
    QTest::keyClick(&queued, Qt::Key_Left);
    QCOMPARE(QApplication::focusWidget(), &needsYou);
}

void TestLoopsPage::returnOpensTheLoop()
{
    PageWorld world;
    world.publishFull();
    MainWindow& window = world.openWindow();
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    QCOMPARE(window.currentPageId(), page::LOOP);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
    QTRY_COMPARE(window.currentPageId(), page::LOOPS);
    QVERIFY(qobject_cast<LoopCardList*>(QApplication::focusWidget()) != nullptr);
}

void TestLoopsPage::cardInWords()
{
    PageWorld world;
    auto row = world.loop(5, LoopStatus::Running, 6);
    row.title = u"Speed up the report"_s;
    row.recorded = true;
    world.engine.publish({.loops = {row}});
    world.openWindow();
    const QString text = column(world, u"running"_s).rowText(0);
    for (const QString& word : {u"#5"_s, u"Speed up the report"_s, u"Validate tests"_s,
                                u"Recorded"_s, u"Step 7 of 14"_s}) {
        QVERIFY2(text.contains(word), qPrintable(text));
    }
}

void TestLoopsPage::demoIsOneButton()
{
    PageWorld world;
    world.engine.holdAnswers = true;
    MainWindow& window = world.openWindow();
    auto* empty = window.currentPage()->findChild<QWidget*>(u"pageEmpty"_s);
    auto* button = empty->findChild<QPushButton*>(u"emptyAction"_s);
    QTRY_VERIFY(button->isVisible());
    QCOMPARE(button->text(), u"Run the demo"_s);
    button->click();
    button->click(); // A second press while it is prepared does nothing.
    QCOMPARE(world.engine.commands.size(), 1);
    QVERIFY(world.engine.last<engine::StartDemo>() != nullptr);
    QVERIFY(world.find<InlineMessage>(u"loopsMessage"_s).isVisible());
    world.engine.answerCommand(engine::CommandReceipt{});
    QTRY_VERIFY(!world.find<InlineMessage>(u"loopsMessage"_s).isVisible());
}

void TestLoopsPage::failedDemoSaysWhyAndCanBeTriedAgain()
{
    PageWorld world;
    world.engine.receipt = failure(errors::DISK_FULL, u"/home"_s);
    MainWindow& window = world.openWindow();
    auto* empty = window.currentPage()->findChild<QWidget*>(u"pageEmpty"_s);
    auto* button = empty->findChild<QPushButton*>(u"emptyAction"_s);
    QTRY_VERIFY(button->isVisible());
    button->click();
    auto& message = world.find<InlineMessage>(u"loopsMessage"_s);
    QTRY_VERIFY(message.text().contains(u"The disk is full."_s));
    QCOMPARE(message.kind(), MessageKind::Error);
    QVERIFY(button->isEnabled());
    button->click();
    QCOMPARE(world.engine.commands.size(), 2);
}

void TestLoopsPage::cancellingCanBeUndone()
{
    PageWorld world;
    world.engine.publish({.loops = {world.loop(1, LoopStatus::Running, 3)}});
    MainWindow& window = world.openWindow();
    QTest::keyClick(&window, Qt::Key_Period, Qt::ControlModifier);
    QVERIFY(world.find<QPushButton>(u"toastUndo"_s).isVisible());
    QTest::keyClick(&window, Qt::Key_Z, Qt::ControlModifier);
    QVERIFY(world.engine.commands.isEmpty());
    QTest::keyClick(&window, Qt::Key_Period, Qt::ControlModifier);
    window.close();
    QCOMPARE(world.engine.commands.size(), 1);
    QCOMPARE(world.engine.last<engine::CancelLoop>()->loopId.text(), u"loop-1"_s);
}

void TestLoopsPage::selectionFollowsALoopThatChanges()
{
    PageWorld world;
    world.engine.publish(
        {.loops = {world.loop(3, LoopStatus::Running, 3), world.loop(2, LoopStatus::Running, 3),
                   world.loop(1, LoopStatus::Running, 3)}});
    world.openWindow();
    LoopCardList& running = column(world, u"running"_s);
    QVERIFY(running.setCurrentLoop(LoopId(u"loop-2"_s)));
    auto moved = world.loop(3, LoopStatus::Completed, 13);
    auto grown = world.loop(2, LoopStatus::Running, 5);
    world.engine.publish({.loops = {moved, grown, world.loop(4, LoopStatus::Running, 0)}});
    world.settle();
    QTRY_COMPARE(running.rowCount(), 3);
    QCOMPARE(running.currentLoop()->id.text(), u"loop-2"_s);
    QCOMPARE(running.currentLoop()->currentStep, 5);
}

void TestLoopsPage::newIssueOpensItsForm()
{
    PageWorld world;
    MainWindow& window = world.openWindow();
    world.find<QPushButton>(u"loopsNewIssue"_s).click();
    QCOMPARE(window.currentPageId(), page::ISSUES);
    QTRY_VERIFY(window.findChild<QDialog*>(u"issueDialog"_s) != nullptr);
}

QTEST_MAIN(TestLoopsPage)
#include "tst_loops_page.moc"
