// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/pages/page_world.h"
#include "ui/shell/notice_settings.h"
#include "ui/widgets/inline_message.h"

#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QTest>
#include <QTimeEdit>

using namespace tamma;
using namespace tamma::ui;
using namespace Qt::StringLiterals;

class TestSettingsPage : public QObject {
    Q_OBJECT

private slots:
    void changeIsWrittenAndNothingElseIsTouched();
    void fillingTheFormWritesNothing();
    void brokenFileIsNotWrittenOver();
    void refusedWriteSaysWhy();
    void themeChangesAtOnceAndIsRemembered();
    void noticesAndQuietHoursAreRemembered();
    void doctorNamesTheMend();
    void smallWindowScrollsInsteadOfSqueezing();
};

void TestSettingsPage::changeIsWrittenAndNothingElseIsTouched()
{
    PageWorld world;
    world.settings.stored = config::Settings{.provider = u"my_plugin"_s,
                                             .concurrentLoops = 7,
                                             .mode = config::Mode::Business,
                                             .userName = u"Mia"_s};
    world.openWindow().open({page::SETTINGS});
    auto& loops = world.find<QSpinBox>(u"settingsLoops"_s);
    QTRY_COMPARE(loops.value(), 7);
    QCOMPARE(world.find<QComboBox>(u"settingsProvider"_s).currentData().toString(), u"my_plugin"_s);
    loops.setValue(9);
    QTRY_COMPARE(world.settings.saved.size(), 1);
    config::Settings wanted = *world.settings.stored;
    wanted.concurrentLoops = 9;
    QVERIFY(world.settings.saved.last() == wanted);
    QTRY_COMPARE(world.find<InlineMessage>(u"settingsMessage"_s).text(), u"Saved."_s);
}

void TestSettingsPage::fillingTheFormWritesNothing()
{
    PageWorld world;
    world.openWindow().open({page::SETTINGS});
    auto& name = world.find<QLineEdit>(u"settingsUserName"_s);
    QTRY_COMPARE(name.text(), u"Mia Chen"_s);
    QTest::keyClick(&name, Qt::Key_X);
    QTest::keyClick(&name, Qt::Key_Backspace); // Back to what it was: nothing to write.
    QTest::keyClick(&name, Qt::Key_Y);
    QTRY_COMPARE(world.settings.saved.size(), 1);
    QCOMPARE(world.settings.saved.last().userName, u"Mia Cheny"_s);
}

void TestSettingsPage::brokenFileIsNotWrittenOver()
{
    PageWorld world;
    world.settings.stored = failure(errors::CONFIG_INVALID, u"config.yaml:3:1"_s);
    world.openWindow().open({page::SETTINGS});
    auto& message = world.find<InlineMessage>(u"settingsMessage"_s);
    QTRY_VERIFY(message.isVisible());
    QVERIFY(!world.find<QSpinBox>(u"settingsLoops"_s).isEnabled());
    world.settings.stored = config::Settings{.concurrentLoops = 3};
    for (QPushButton* button : message.findChildren<QPushButton*>()) {
        if (button->text() == u"Try again"_s) {
            button->click();
            break;
        }
    }
    QTRY_COMPARE(world.find<QSpinBox>(u"settingsLoops"_s).value(), 3);
    QVERIFY(world.find<QSpinBox>(u"settingsLoops"_s).isEnabled());
    QVERIFY(world.settings.saved.isEmpty());
}

void TestSettingsPage::refusedWriteSaysWhy()
{
    PageWorld world;
    world.settings.refusal = Error{errors::DISK_FULL, u"/home"_s};
    world.openWindow().open({page::SETTINGS});
    auto& loops = world.find<QSpinBox>(u"settingsLoops"_s);
    QTRY_VERIFY(loops.isEnabled());
    loops.setValue(5);
    QTRY_VERIFY(world.find<InlineMessage>(u"settingsMessage"_s).text().contains(u"disk is full"_s));
    QCOMPARE(loops.value(), 5); // What was entered stays, to be tried again.
}

void TestSettingsPage::themeChangesAtOnceAndIsRemembered()
{
    PageWorld world;
    world.openWindow().open({page::SETTINGS});
    auto& theme = world.find<QComboBox>(u"settingsTheme"_s);
    const QColor light = QApplication::palette().color(QPalette::Window);
    theme.setCurrentIndex(theme.findData(static_cast<int>(ThemeChoice::Dark)));
    QVERIFY(QApplication::palette().color(QPalette::Window) != light);
    QCOMPARE(WindowState(world.stateFile()).theme(), ThemeChoice::Dark);
    world.actions().find(u"view.themeLight"_s)->trigger();
    QCOMPARE(QApplication::palette().color(QPalette::Window), light);
    QCOMPARE(theme.currentData().toInt(), static_cast<int>(ThemeChoice::Light));
}

void TestSettingsPage::noticesAndQuietHoursAreRemembered()
{
    PageWorld world;
    world.openWindow().open({page::SETTINGS});
    const WindowState state(world.stateFile());
    auto& quiet = world.find<QCheckBox>(u"quietHours"_s);
    auto& from = world.find<QTimeEdit>(u"quietFrom"_s);
    QVERIFY(!from.isEnabled());
    quiet.click();
    QVERIFY(from.isEnabled());
    from.setTime(QTime(21, 30));
    world.find<QCheckBox>(u"quietDay3"_s).click();
    const NoticeSettings kept = noticeSettings(state);
    QVERIFY(kept.enabled && kept.quiet.enabled);
    QCOMPARE(kept.quiet.from, QTime(21, 30));
    QVERIFY(!kept.quiet.days.contains(Qt::Wednesday));
    QCOMPARE(kept.quiet.days.size(), 6);
    world.find<QCheckBox>(u"noticesEnabled"_s).click();
    QVERIFY(!noticeSettings(state).enabled);
    QVERIFY(!quiet.isEnabled() && !from.isEnabled());
}

void TestSettingsPage::doctorNamesTheMend()
{
    PageWorld world;
    world.engine.report = {{u"git"_s, true, true, u"2.47"_s, {}},
                           {u"sandbox"_s, false, true, u"no bwrap"_s, u"apt install bubblewrap"_s}};
    world.openWindow().open({page::SETTINGS});
    QTRY_VERIFY(world.find<QLabel>(u"doctorSummary"_s).text().contains(u"1 thing"_s));
    QVERIFY(world.window().findChild<QPushButton*>(u"doctorCopy.sandbox"_s) != nullptr);
    QVERIFY(world.window().findChild<QPushButton*>(u"doctorCopy.git"_s) == nullptr);
    world.engine.report = {{u"sandbox"_s, true, true, u"0.11"_s, {}}};
    world.find<QPushButton>(u"doctorAgain"_s).click();
    QTRY_VERIFY(world.find<QLabel>(u"doctorSummary"_s).text().contains(u"Everything"_s));
    QVERIFY(world.window().findChild<QPushButton*>(u"doctorCopy.sandbox"_s) == nullptr);
}

void TestSettingsPage::smallWindowScrollsInsteadOfSqueezing()
{
    PageWorld world;
    world.engine.report = {{.name = u"git"_s, .ok = true, .found = u"2.47.3"_s},
                           {.name = u"claude"_s, .found = u"not in PATH"_s, .mend = u"npm"_s}};
    MainWindow& window = world.openWindow({760, 500});
    window.open({page::SETTINGS});
    auto& content = world.find<QWidget>(u"settingsContent"_s);
    QTRY_VERIFY(window.findChild<QWidget*>(u"doctorCopy.claude"_s) != nullptr);
    auto& rows = world.find<QWidget>(u"doctorRows"_s);
    QTRY_VERIFY(rows.isVisible());
    QTRY_VERIFY(rows.height() >= rows.heightForWidth(rows.width()));
    QTRY_VERIFY(content.height() >= content.heightForWidth(content.width()));
    for (const QLabel* label : content.findChildren<QLabel*>()) {
        QVERIFY2(!label->isVisible() || label->height() >= label->heightForWidth(label->width()),
                 qPrintable(label->text()));
    }
}

QTEST_MAIN(TestSettingsPage)
#include "tst_settings_page.moc"
