// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/pages/page_world.h"
#include "ui/shell/command_palette.h"
#include "ui/shell/palette_list.h"
#include "ui/shell/shortcut_sheet.h"
#include "ui/shell/status_line.h"

#include <QAccessible>
#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTest>
#include <QTimer>

using namespace tamma;
using namespace tamma::ui;
using namespace Qt::StringLiterals;

class TestMainWindow : public QObject {
    Q_OBJECT

private slots:
    void everyPageOpensInEveryState_data();
    void everyPageOpensInEveryState();
    void numbersOpenPagesAndAltLeftGoesBack();
    void panesGoRoundWithF6();
    void paletteFindsCommandsLoopsAndIssues();
    void paletteSaysWhyNot();
    void everythingThatTakesTheKeyboardHasANameAndAnId_data() { pageRows(); }
    void everythingThatTakesTheKeyboardHasANameAndAnId();
    void shortcutsAreUnique();
    void statusLineCounts();
    void saysThatTheRecordCannotBeUsedAndWhenItCanAgain();
    void triesByItselfToReadTheRecord();
    void narrowWindowCollapsesTheRail();
    void remembersWhereItWas();
    void shortcutSheetShowsEveryShortcut();

private:
    static void pageRows()
    {
        QTest::addColumn<QString>("page");
        const PageRegistry registry = builtinPages();
        for (const PageDescription& description : registry.pages()) {
            QTest::newRow(qPrintable(description.id)) << description.id;
        }
    }
};

void TestMainWindow::everyPageOpensInEveryState_data()
{
    QTest::addColumn<QString>("page");
    QTest::addColumn<QString>("state");
    QTest::addColumn<QString>("shown");
    const PageRegistry registry = builtinPages();
    for (const PageDescription& description : registry.pages()) {
        if (!description.inRail || description.id == page::SETTINGS) {
            continue;
        }
        for (const auto& [state, shown] :
             {std::pair{u"loading"_s, u"pageLoading"_s}, std::pair{u"error"_s, u"pageError"_s},
              std::pair{u"empty"_s, u"pageEmpty"_s}, std::pair{u"full"_s, QString()}}) {
            QTest::newRow(qPrintable(description.id + u' ' + state))
                << description.id << state << shown;
        }
    }
}

void TestMainWindow::everyPageOpensInEveryState()
{
    QFETCH(QString, page);
    QFETCH(QString, state);
    QFETCH(QString, shown);
    PageWorld world;
    if (state == "loading"_L1) {
        world.engine.holdEvents = true;
        world.engine.holdRecord = true;
    } else if (state == "error"_L1) {
        world.engine.recordError = Error{errors::STORE_UNAVAILABLE, u"locked"_s};
    } else if (state == "full"_L1) {
        world.publishFull();
    }
    MainWindow& window = world.openWindow();
    window.open({page});
    QCOMPARE(window.currentPageId(), page);
    for (const QString& one : {u"pageLoading"_s, u"pageError"_s, u"pageEmpty"_s}) {
        QTRY_COMPARE(window.currentPage()->findChild<QWidget*>(one)->isVisible(), one == shown);
    }
    if (state == "error"_L1) { // And there is a way out of it.
        world.engine.recordError.reset();
        for (auto* button : window.currentPage()->findChildren<QPushButton*>()) {
            if (button->isVisible() && button->text() == u"Try again"_s) {
                button->click();
                break;
            }
        }
        QTRY_COMPARE(world.session().phase(), GuiSession::Phase::Ready);
        QTRY_VERIFY(window.currentPage()->findChild<QWidget*>(u"pageEmpty"_s)->isVisible());
    }
}

void TestMainWindow::numbersOpenPagesAndAltLeftGoesBack()
{
    PageWorld world;
    world.publishFull();
    MainWindow& window = world.openWindow();
    const QStringList ids{page::LOOPS,  page::INBOX,     page::ISSUES,
                          page::RECORD, page::RECOVERED, page::SETTINGS};
    for (int number = 0; number < ids.size(); ++number) {
        QTest::keyClick(&window, Qt::Key(Qt::Key_1 + number), Qt::ControlModifier);
        QCOMPARE(window.currentPageId(), ids.at(number));
        QVERIFY(window.currentPage()->isAncestorOf(QApplication::focusWidget()));
    }
    QTest::keyClick(&window, Qt::Key_Left, Qt::AltModifier);
    QCOMPARE(window.currentPageId(), page::RECOVERED);
    window.open({u"no such page"_s});
    QCOMPARE(window.currentPageId(), page::RECOVERED);
}

void TestMainWindow::panesGoRoundWithF6()
{
    PageWorld world;
    world.publishFull();
    MainWindow& window = world.openWindow();
    window.open({page::INBOX});
    const QWidget* first = QApplication::focusWidget();
    QCOMPARE(first->objectName(), u"inboxList"_s);
    QStringList visited;
    for (int step = 0; step < 4; ++step) {
        QTest::keyClick(&window, Qt::Key_F6);
        visited.append(QApplication::focusWidget()->objectName());
    }
    QCOMPARE(visited,
             (QStringList{u"approvalCard"_s, u"inboxNote"_s, u"rail.inbox"_s, u"inboxList"_s}));
    QTest::keyClick(&window, Qt::Key_F6, Qt::ShiftModifier);
    QCOMPARE(QApplication::focusWidget()->objectName(), u"rail.inbox"_s);
}

void TestMainWindow::paletteFindsCommandsLoopsAndIssues()
{
    PageWorld world;
    world.publishFull();
    MainWindow& window = world.openWindow();
    QWidget* before = QApplication::focusWidget();
    QTest::keyClick(&window, Qt::Key_K, Qt::ControlModifier);
    auto& edit = world.find<QLineEdit>(u"paletteEdit"_s);
    auto& list = world.find<PaletteList>(u"paletteList"_s);
    QCOMPARE(QApplication::focusWidget(), &edit);
    QVERIFY(list.rowCount() > 20);
    QTest::keyClicks(&edit, u"vat rec"_s); // "Show VAT on the receipt", loop and issue
    QVERIFY(list.rowCount() >= 2);
    QVERIFY(list.rowText(0).contains(u"Show VAT on the receipt"_s));
    edit.setText(u"#vat"_s);
    QVERIFY(list.rowText(0).startsWith(u"Issue #6"_s));
    QTest::keyClick(&edit, Qt::Key_Escape);
    QVERIFY(!edit.isVisible());
    QCOMPARE(QApplication::focusWidget(), before);
    QTest::keyClick(&window, Qt::Key_K, Qt::ControlModifier);
    QTest::keyClicks(&edit, u">record"_s);
    QVERIFY(list.rowText(0).startsWith(u"Record"_s));
    QTest::keyClick(&edit, Qt::Key_Return);
    QCOMPARE(window.currentPageId(), page::RECORD);
    QVERIFY(!edit.isVisible());
}

void TestMainWindow::paletteSaysWhyNot()
{
    PageWorld world;
    MainWindow& window = world.openWindow();
    QTest::keyClick(&window, Qt::Key_K, Qt::ControlModifier);
    auto& edit = world.find<QLineEdit>(u"paletteEdit"_s);
    QTest::keyClicks(&edit, u">cancel loop"_s);
    auto& list = world.find<PaletteList>(u"paletteList"_s);
    QVERIFY2(list.rowText(0).contains(u"choose a loop first"_s), qPrintable(list.rowText(0)));
    QTest::keyClick(&edit, Qt::Key_Return);
    QVERIFY(edit.isVisible()); // It stays, so that the reason can be read.
}

void TestMainWindow::everythingThatTakesTheKeyboardHasANameAndAnId()
{
    QFETCH(QString, page);
    PageWorld world;
    world.publishFull();
    MainWindow& window = world.openWindow();
    window.open({page, page == page::LOOP ? u"loop-1"_s : QString()});
    for (QWidget* widget : window.findChildren<QWidget*>()) {
        if (!widget->isVisible() || !(widget->focusPolicy() & Qt::TabFocus)
            || widget->focusProxy() != nullptr || widget->objectName().startsWith(u"qt_"_s)) {
            continue;
        }
        const QString where = QString::fromLatin1(widget->metaObject()->className()) + u" in "_s
            + widget->parentWidget()->objectName();
        QVERIFY2(!widget->objectName().isEmpty(), qPrintable(where));
        QAccessibleInterface* interface = QAccessible::queryAccessibleInterface(widget);
        QVERIFY(interface != nullptr);
        QVERIFY2(!interface->text(QAccessible::Name).isEmpty(), qPrintable(widget->objectName()));
    }
}

void TestMainWindow::shortcutsAreUnique()
{
    PageWorld world;
    world.openWindow();
    QHash<QKeySequence, QString> owners;
    for (const QAction* action : world.actions().actions()) {
        for (const QKeySequence& keys : action->shortcuts()) {
            QVERIFY2(!owners.contains(keys),
                     qPrintable(action->objectName() + u" and "_s + owners.value(keys)));
            owners.insert(keys, action->objectName());
        }
    }
}

void TestMainWindow::statusLineCounts()
{
    PageWorld world;
    world.openWindow();
    auto& line = world.find<StatusLine>(u"statusLine"_s);
    QTRY_COMPARE(line.text(), u"0 active loops · nothing recorded yet"_s);
    world.engine.publish({.loops = {world.loop(1, workflow::LoopStatus::Running, 3)},
                          .approvals = {world.approval(1, u"merge"_s)}});
    world.settle();
    QTRY_COMPARE(line.text(), u"1 active loop · 1 needs you · last event 3 s ago"_s);
}

void TestMainWindow::saysThatTheRecordCannotBeUsedAndWhenItCanAgain()
{
    PageWorld world;
    world.publishFull();
    MainWindow& window = world.openWindow();
    auto& trouble = world.find(u"recordTrouble"_s);
    QVERIFY(!trouble.isVisible());
    world.engine.feed.setTrouble(Error{errors::DISK_FULL, u"no space left"_s});
    QTRY_VERIFY(trouble.isVisible());
    QVERIFY(trouble.accessibleName().contains(u"disk is full"_s));
    QVERIFY(window.findChild<StatusLine*>()->text().contains(u"unavailable"_s));
    world.engine.feed.setTrouble({});
    QTRY_VERIFY(!trouble.isVisible());
    QVERIFY(window.findChild<StatusLine*>()->text().contains(u"loops"_s));
}

void TestMainWindow::triesByItselfToReadTheRecord()
{
    PageWorld world;
    world.engine.recordError = Error{errors::STORE_UNAVAILABLE, u"locked"_s, {}, true};
    world.openWindow();
    QTRY_COMPARE(world.session().phase(), GuiSession::Phase::Failed);
    world.engine.recordError.reset();
    QTRY_COMPARE_WITH_TIMEOUT(world.session().phase(), GuiSession::Phase::Ready, 20'000);
}

void TestMainWindow::narrowWindowCollapsesTheRail()
{
    PageWorld world;
    MainWindow& window = world.openWindow({900, 600});
    auto& rail = world.find<QWidget>(u"navigationRail"_s);
    QTRY_COMPARE(rail.width(), 56);
    window.resize(1280, 820);
    QTRY_COMPARE(rail.width(), 208);
}

void TestMainWindow::remembersWhereItWas()
{
    PageWorld world;
    world.openWindow({760, 640}); // Fits the screen of the platform.
    world.window().open({page::ISSUES});
    world.window().close();
    // A second window on the same state.
    ActionRegistry actions;
    WindowState state(world.stateFile());
    Theme theme(*qApp);
    FrameScheduler frames;
    const PageRegistry pages = builtinPages();
    MainWindow again({world.session(), actions, world.settings, state, theme, frames, pages});
    QCOMPARE(again.currentPageId(), page::ISSUES);
    QCOMPARE(again.size(), QSize(760, 640));
}

void TestMainWindow::shortcutSheetShowsEveryShortcut()
{
    PageWorld world;
    world.openWindow();
    const ShortcutSheet sheet(world.actions(), &world.window());
    QStringList texts;
    for (const QLabel* label : sheet.findChildren<QLabel*>()) {
        texts.append(label->text());
    }
    for (const QAction* action : world.actions().actions()) {
        QVERIFY2(action->shortcut().isEmpty() || texts.contains(ActionRegistry::plainText(*action)),
                 qPrintable(action->objectName()));
    }
}

QTEST_MAIN(TestMainWindow)
#include "tst_main_window.moc"
