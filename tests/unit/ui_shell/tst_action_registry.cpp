// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/action_menus.h"
#include "ui/shell/action_registry.h"

#include <QMainWindow>
#include <QMenuBar>
#include <QSignalSpy>
#include <QTest>

using namespace tamma::ui;
using namespace Qt::StringLiterals;

class TestActionRegistry : public QObject {
    Q_OBJECT

private slots:
    void actionRunsWhileItsContextLives();
    void saysWhyAnActionCannotBeUsed();
    void menusHoldEveryAction();
    void plainTextHasNoMnemonic();
};

void TestActionRegistry::actionRunsWhileItsContextLives()
{
    ActionRegistry actions;
    auto context = std::make_unique<QObject>();
    int runs = 0;
    QAction* action = actions.add({u"a.b"_s, u"Do"_s, u"File"_s}, context.get(), [&] { ++runs; });
    QCOMPARE(actions.find(u"a.b"_s), action);
    QCOMPARE(actions.find(u"a.c"_s), nullptr);
    action->trigger();
    context.reset();
    action->trigger();
    QCOMPARE(runs, 1);
}

void TestActionRegistry::saysWhyAnActionCannotBeUsed()
{
    ActionRegistry actions;
    int runs = 0;
    QAction* action = actions.add({u"x"_s, u"X"_s, u"File"_s}, this, [&] { ++runs; });
    actions.setAvailable(u"x"_s, false, u"no loop is chosen"_s);
    action->trigger();
    QCOMPARE(runs, 0);
    QCOMPARE(ActionRegistry::whyNot(*action), u"no loop is chosen"_s);
    actions.setAvailable(u"x"_s, true, u"no loop is chosen"_s);
    QCOMPARE(ActionRegistry::whyNot(*action), QString());
    actions.setAvailable(u"unknown"_s, true, {}); // Asks for nothing, breaks nothing.
}

void TestActionRegistry::menusHoldEveryAction()
{
    ActionRegistry actions;
    actions.add({u"early"_s, u"Early"_s, u"Loop"_s}, this, [] { });
    QMainWindow window;
    const ActionMenus menus(actions, window);
    actions.add({u"late"_s, u"Late"_s, u"Plugins"_s}, this, [] { });
    QSet<QAction*> inMenus;
    for (const QAction* menu : window.menuBar()->actions()) {
        if (menu->isVisible()) {
            for (QAction* action : menu->menu()->actions()) {
                inMenus.insert(action);
            }
        }
    }
    for (QAction* action : actions.actions()) {
        QVERIFY2(inMenus.contains(action), qPrintable(action->objectName()));
        QVERIFY(window.actions().contains(action)); // Its shortcut works in the window.
    }
    QVERIFY(!window.menuBar()->actions().first()->isVisible()); // "File" is empty here.
}

void TestActionRegistry::plainTextHasNoMnemonic()
{
    ActionRegistry actions;
    QCOMPARE(ActionRegistry::plainText(
                 *actions.add({u"s"_s, u"&Send back…"_s, u"Inbox"_s}, this, [] { })),
             u"Send back"_s);
}

QTEST_MAIN(TestActionRegistry)
#include "tst_action_registry.moc"
