// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/page_registry.h"

#include <QHash>
#include <QPointer>
#include <QStackedWidget>

namespace tamma::ui {

/// The pages of the window, one on top. A page is made when it is first wanted.
class PageStack final : public QStackedWidget {
    Q_OBJECT

public:
    PageStack(const PageRegistry& registry, const PageParts& parts, QWidget* parent);

    /// Brings a page to the top, shows the place on it, and gives the keyboard to whoever had it
    /// there, or to its first pane.
    void show(const PageDescription& description, const Place& place);
    using QStackedWidget::show;

    [[nodiscard]] Page* current() const;

    /// Makes the pages that nobody wanted yet, one for each turn of the event loop.
    void makeRemaining();

    /// Gives the keyboard to the pane after (1) or before (-1) the one that has it; `last` is one
    /// more pane behind those of the page.
    void cyclePanes(int direction, QWidget* last);

private:
    Page* pageOf(const PageDescription& description);
    void enterFirstPane();
    void followPanes();

    const PageRegistry& m_registry;
    PageParts m_parts;
    QHash<QString, Page*> m_pages;
    QHash<Page*, QPointer<QWidget>> m_focus; ///< Who had the keyboard when a page was left.
    // The first pane that got the keyboard unasked. When it is a pane no more, since rows came or
    // went, the new first one gets it.
    QPointer<QWidget> m_entered;
};

} // namespace tamma::ui
