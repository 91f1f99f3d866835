// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QObject>

class QAction;
class QMainWindow;
class QMenu;

namespace tamma::ui {

class ActionRegistry;

/// The menu bar of a window, filled from the registry: one menu for each category, in a fixed
/// order. It also makes the shortcuts work in the window.
class ActionMenus final : public QObject {
    Q_OBJECT

public:
    ActionMenus(const ActionRegistry& actions, QMainWindow& window);

private:
    void add(QAction* action);
    QMenu* menuOf(const QString& category);

    QMainWindow& m_window;
    QHash<QString, QMenu*> m_menus;
};

} // namespace tamma::ui
