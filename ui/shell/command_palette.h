// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/listed_rows.h"

#include <QFrame>
#include <QPointer>

class QLineEdit;

namespace tamma::ui {

class ActionRegistry;
class GuiSession;
class PaletteList;
class Shell;

/// One line of the palette.
struct PaletteEntry {
    QString key; ///< Names it for good: an action's id, a loop's, an issue's.
    QString icon;
    QString text;
    QString hint; ///< The shortcut, or the state of a loop.
    QString whyNot; ///< Why it cannot be used now; empty when it can.
    QString keywords; ///< Found by these too, but not shown.
    std::function<void()> run;

    friend bool operator==(const PaletteEntry& a, const PaletteEntry& b)
    {
        return a.key == b.key && a.text == b.text && a.hint == b.hint && a.whyNot == b.whyNot;
    }
};

/// The box that finds every command, loop and issue by a few letters (Ctrl+K). `>` keeps commands
/// only, `#` issues. What cannot be used now says why.
///
/// Keys     Up and Down choose, Return does it, Escape closes; the focus goes back to where it was.
class CommandPalette final : public QFrame {
    Q_OBJECT

public:
    /// What it searches through.
    struct Sources {
        ActionRegistry& actions;
        GuiSession& session;
        Shell& shell;
    };

    CommandPalette(Sources sources, QWidget* window);

    /// Shows itself above the window with everything in it.
    void open();

protected:
    void paintEvent(QPaintEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void collect();
    void collectActions();
    void collectThings();
    void filter(const QString& text);
    void runCurrent();
    void place();
    void close();

    Sources m_sources;
    QLineEdit* m_edit;
    PaletteList* m_list;
    ListedRows<PaletteEntry>* m_shown;
    QList<PaletteEntry> m_all;
    QPointer<QWidget> m_focusBefore;
};

} // namespace tamma::ui
