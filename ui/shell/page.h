// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QWidget>

#include <chrono>
#include <functional>

namespace tamma::ui {

class ActionRegistry;
class GuiSession;
class SettingsGateway;
class Theme;
class WindowState;

/// The ids of the pages that others open.
namespace page {
inline const QString LOOPS = QStringLiteral("loops");
inline const QString LOOP = QStringLiteral("loop"); ///< The detail of one: item is its LoopId.
inline const QString ATTEMPTS = QStringLiteral("attempts"); ///< Of one loop: item is its LoopId.
inline const QString INBOX = QStringLiteral("inbox"); ///< Item: ApprovalId.
inline const QString ISSUES = QStringLiteral("issues"); ///< Item: IssueId.
inline const QString RECORD = QStringLiteral("record"); ///< Item: a filter.
inline const QString COMPARE = QStringLiteral("compare"); ///< Item: "512..731", two positions.
inline const QString RECOVERED = QStringLiteral("recovered");
inline const QString SETTINGS = QStringLiteral("settings");
} // namespace page

/// Somewhere to go: a page, a thing on it, and a part of that thing.
struct Place {
    QString page;
    QString item = {}; ///< Empty: the page as it was left.
    QString part = {}; ///< For page::LOOP "changes" shows the diff.
};

/// Something that was done and is held back for a while, so that it can be taken back.
struct UndoOffer {
    QString text; ///< "Approved #12"
    std::chrono::seconds time{10};
    std::function<void()> undo; ///< Take it back.
    std::function<void()> keep; ///< The time is over: do it.
};

/// What a page may ask of the window around it.
class Shell {
public:
    virtual ~Shell() = default;

    /// Shows a place; an unknown page is ignored.
    virtual void open(const Place& place) = 0;

    /// Says something for a few seconds.
    virtual void notify(const QString& text) = 0;

    /// Offers to take something back. Exactly one of undo() and keep() is called; a newer offer and
    /// the end of the window keep the older one at once.
    virtual void offerUndo(UndoOffer offer) = 0;
};

/// What every page is built from. All of it outlives the page.
struct PageParts {
    GuiSession& session;
    ActionRegistry& actions;
    Shell& shell;
    SettingsGateway& settings;
    WindowState& window;
    Theme& theme;
};

/// One screen of the main window.
///
/// Shape    Panes are in the order of F6; each holds one widget that takes the focus.
/// Threads  GUI thread only.
class Page : public QWidget {
    Q_OBJECT

public:
    using QWidget::QWidget;

    /// Goes to `place.item` (and its part); an id that is not known leaves everything as it is.
    virtual void show(const Place& place) { Q_UNUSED(place); }
    using QWidget::show;

    [[nodiscard]] virtual QList<QWidget*> panes() const = 0;
};

} // namespace tamma::ui
