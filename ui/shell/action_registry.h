// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAction>
#include <QKeySequence>
#include <QList>
#include <QObject>

#include <functional>

namespace tamma::ui {

/// One command of the program, as it is registered.
struct ActionSpec {
    QString id; ///< "inbox.approve"; also the object name of the action.
    QString text; ///< As a menu shows it, with a mnemonic: "&Approve".
    QString category; ///< The menu that it stands in.
    QKeySequence shortcut = {};
    QString icon = {};
    QString keywords = {}; ///< Further words that the palette finds it by.
    bool repeats = false; ///< While its key is held down: only what steps through something.
};

/// Every command of the program, once. Menus, command palette, shortcut sheet, shortcuts and tests
/// are fed from here, so that nothing can be reached in one way only.
///
/// Owns     The actions.
/// Threads  GUI thread only.
class ActionRegistry final : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

    /// Adds a command that calls `run` while `context` lives. An id may be added once.
    QAction* add(const ActionSpec& spec, QObject* context, std::function<void()> run);

    /// Returns nullptr when there is no such command.
    [[nodiscard]] QAction* find(const QString& id) const;
    [[nodiscard]] const QList<QAction*>& actions() const { return m_actions; }

    /// Says whether a command can be used now; `why` is shown while it cannot.
    void setAvailable(const QString& id, bool available, const QString& why);

    [[nodiscard]] static QString category(const QAction& action);
    [[nodiscard]] static QString keywords(const QAction& action);
    /// Empty while the action can be used.
    [[nodiscard]] static QString whyNot(const QAction& action);
    /// The text without its mnemonic and dots: "Send back".
    [[nodiscard]] static QString plainText(const QAction& action);

signals:
    void added(QAction* action);

private:
    QList<QAction*> m_actions;
};

} // namespace tamma::ui
