// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/page_stack.h"

#include "ui/client/gui_session.h"

#include <QApplication>
#include <QTimer>

namespace tamma::ui {

using namespace Qt::StringLiterals;

PageStack::PageStack(const PageRegistry& registry, const PageParts& parts, QWidget* parent)
    : QStackedWidget(parent)
    , m_registry(registry)
    , m_parts(parts)
{
    setObjectName(u"pageStack"_s);
    // Queued: after the pages, which listen too, have changed.
    connect(&parts.session, &GuiSession::changed, this, &PageStack::followPanes,
            Qt::QueuedConnection);
    connect(&parts.session, &GuiSession::phaseChanged, this, &PageStack::followPanes,
            Qt::QueuedConnection);
}

void PageStack::show(const PageDescription& description, const Place& place)
{
    Page* page = pageOf(description);
    Page* before = current();
    if (page == before && page->isAncestorOf(QApplication::focusWidget())) {
        page->show(place);
        return;
    }
    if (before != nullptr && before->isAncestorOf(QApplication::focusWidget())) {
        m_focus[before] = QApplication::focusWidget();
    }
    setCurrentWidget(page); // Qt gives the keyboard to some widget of it: not ours to keep.
    page->show(place);
    QWidget* wanted = m_focus.value(page);
    if (wanted != nullptr && wanted->isVisibleTo(page)) {
        wanted->setFocus(Qt::OtherFocusReason);
        m_entered = nullptr;
    } else {
        enterFirstPane();
    }
}

void PageStack::enterFirstPane()
{
    const QList<QWidget*> panes = current()->panes();
    m_entered = panes.isEmpty() ? nullptr : panes.first();
    if (m_entered != nullptr) {
        m_entered->setFocus(Qt::OtherFocusReason);
    }
}

void PageStack::followPanes()
{
    const QWidget* focus = QApplication::focusWidget();
    const bool isHere = focus == nullptr || current()->isAncestorOf(focus);
    if (isHere && m_entered != nullptr && !current()->panes().contains(m_entered)) {
        enterFirstPane();
    }
}

Page* PageStack::current() const
{
    return qobject_cast<Page*>(currentWidget());
}

void PageStack::makeRemaining()
{
    for (const PageDescription& description : m_registry.pages()) {
        if (!m_pages.contains(description.id)) {
            pageOf(description);
            QTimer::singleShot(0, this, &PageStack::makeRemaining);
            return; // One at a time: a key in between is not kept waiting.
        }
    }
}

void PageStack::cyclePanes(int direction, QWidget* last)
{
    QList<QWidget*> panes = current()->panes();
    panes.append(last);
    panes.removeIf([](const QWidget* pane) { return !pane->isVisible() || !pane->isEnabled(); });
    const QWidget* focus = QApplication::focusWidget();
    const auto here = std::ranges::find_if(
        panes, [focus](const QWidget* pane) { return pane == focus || pane->isAncestorOf(focus); });
    const qsizetype at = here != panes.end() ? here - panes.begin() : direction > 0 ? -1 : 0;
    panes.at((at + direction + panes.size()) % panes.size())->setFocus(Qt::TabFocusReason);
}

Page* PageStack::pageOf(const PageDescription& description)
{
    Page*& page = m_pages[description.id];
    if (page == nullptr) {
        page = description.make(m_parts, this);
        page->setObjectName(u"page."_s + description.id);
        page->setAccessibleName(description.title);
        addWidget(page);
    }
    return page;
}

} // namespace tamma::ui
