// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/action_menus.h"

#include "ui/shell/action_registry.h"

#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>

namespace tamma::ui {

using namespace Qt::StringLiterals;

ActionMenus::ActionMenus(const ActionRegistry& actions, QMainWindow& window)
    : QObject(&window)
    , m_window(window)
{
    for (const QString& title : {tr("File"), tr("Edit"), tr("View"), tr("Go"), tr("Loop"),
                                 tr("Inbox"), tr("Issue"), tr("Record"), tr("Help")}) {
        menuOf(title)->menuAction()->setVisible(false); // Until it has something in it.
    }
    connect(&actions, &ActionRegistry::added, this, &ActionMenus::add);
    std::ranges::for_each(actions.actions(), [this](QAction* action) { add(action); });
}

void ActionMenus::add(QAction* action)
{
    QMenu* menu = menuOf(ActionRegistry::category(*action));
    menu->menuAction()->setVisible(true);
    menu->addAction(action);
    m_window.addAction(action);
}

QMenu* ActionMenus::menuOf(const QString& category)
{
    QMenu*& menu = m_menus[category];
    if (menu == nullptr) {
        menu = m_window.menuBar()->addMenu(category);
        menu->setObjectName(u"menu."_s + category);
    }
    return menu;
}

} // namespace tamma::ui
