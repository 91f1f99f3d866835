// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/page_registry.h"

#include <QMainWindow>

namespace tamma::ui {

class CommandPalette;
class FrameScheduler;
class InlineMessage;
class NavigationRail;
class PageStack;
class TimeBar;
class Toasts;

/// What the window is built from. All of it outlives the window.
struct WindowParts {
    GuiSession& session;
    ActionRegistry& actions; ///< Empty; the window and its pages fill it.
    SettingsGateway& settings;
    WindowState& state;
    Theme& theme;
    FrameScheduler& frames;
    const PageRegistry& pages; ///< At least one.
};

/// The one window: the rail, the pages, the menus, the status line. It knows pages only as
/// descriptions; a page is made when it is first shown, and the others right after the first paint.
///
/// Keys     Ctrl+1.. pages, F6 panes, Ctrl+K palette, F1 shortcuts, Alt+Left back, Ctrl+Shift+T the
///          past, Escape back to now or one level up.
/// Threads  GUI thread only.
class MainWindow final : public QMainWindow, public Shell {
    Q_OBJECT

public:
    explicit MainWindow(WindowParts parts);
    ~MainWindow() override;

    void open(const Place& place) override;
    void notify(const QString& text) override;
    void offerUndo(UndoOffer offer) override;

    /// The page that is shown, and its id.
    [[nodiscard]] Page* currentPage() const;
    [[nodiscard]] QString currentPageId() const { return m_here.page; }

protected:
    void closeEvent(QCloseEvent* event) override;
    void changeEvent(QEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    void registerActions();
    void registerTimeActions();
    void showMoment();
    void showTrouble();
    void goTo(const Place& place);
    void refreshBadges();

    WindowParts m_parts;
    NavigationRail* m_rail;
    PageStack* m_stack;
    TimeBar* m_time;
    InlineMessage* m_trouble;
    CommandPalette* m_palette;
    Toasts* m_toasts;
    Place m_here;
    QList<Place> m_history;
};

} // namespace tamma::ui
