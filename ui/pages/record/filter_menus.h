// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/record/saved_filters.h"

#include <QObject>

class QLineEdit;
class QMenu;
class QToolButton;

namespace tamma::ui {

class GuiSession;

/// The buttons below the filter whose menus write it: type, tag, time, loop, and the saved ones.
/// They hold no state: what is chosen stands in the text, and each menu is made when it opens.
///
/// Owns     The buttons, which the bar lays out.
/// Threads  GUI thread only; values of tags come from the engine while a menu is open.
class FilterMenus final : public QObject {
    Q_OBJECT

public:
    FilterMenus(GuiSession& session, WindowState& state, QLineEdit* edit);

    [[nodiscard]] QList<QToolButton*> narrowing() const { return {m_type, m_tag, m_time, m_loop}; }
    [[nodiscard]] QToolButton* saved() const { return m_saved; }

signals:
    /// Somebody took a filter away; it can be put back.
    void removed(const tamma::ui::SavedFilter& filter);

public slots:
    void keep(const tamma::ui::SavedFilter& filter) { m_filters.put(filter); }

private:
    QToolButton* makeButton(const QString& name, const QString& text,
                            void (FilterMenus::*fill)(QMenu&));
    void fillTypes(QMenu& menu);
    void fillTags(QMenu& menu);
    void fillTimes(QMenu& menu);
    void fillLoops(QMenu& menu);
    void fillSaved(QMenu& menu);
    void fillValues(QMenu& menu, const QString& key);
    void addToggle(QMenu& menu, const QString& label, const QString& key, const QString& value);
    void addWords(QMenu& menu, const QString& prefix);
    void askForName();
    void showCounts();
    void setText(const QString& text);

    GuiSession& m_session;
    SavedFilters m_filters;
    QLineEdit* m_edit;
    QToolButton* m_type;
    QToolButton* m_tag;
    QToolButton* m_time;
    QToolButton* m_loop;
    QToolButton* m_saved;
};

} // namespace tamma::ui
