// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/page.h"

#include <QKeySequence>

namespace tamma::ui {

/// What the window needs to know of a page before it exists.
struct PageDescription {
    QString id;
    QString title;
    QString icon; ///< For paintIcon().
    bool inRail = true; ///< False: it is reached from another page only.
    QString under = {}; ///< For those: which entry of the rail it belongs to.
    std::function<Page*(const PageParts&, QWidget* parent)> make;
    std::function<int(const GuiSession&)> badge
        = {}; ///< A count beside the title; none when empty.
};

/// The pages of the window, in the order of the rail. Adding a page is one line in
/// ui/pages/builtin_pages.cpp.
class PageRegistry {
public:
    /// Adds a page behind the others; an id that is there already is replaced in its place.
    void add(PageDescription page);

    [[nodiscard]] const QList<PageDescription>& pages() const { return m_pages; }

    /// Returns nullptr when there is no such page.
    [[nodiscard]] const PageDescription* find(const QString& id) const;

private:
    QList<PageDescription> m_pages;
};

} // namespace tamma::ui
