// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/readmodels/issues.h"
#include "ui/shell/page.h"

class QCheckBox;
class QLineEdit;
class QPushButton;
class QStackedWidget;

namespace tamma::ui {

class EmptyState;
class IssueCard;
class IssueList;
class PageBody;
class PageHeader;

/// The issues: a list that can be searched, and the chosen one beside it, where a loop is started.
///
/// Keys     Ctrl+N new issue, Ctrl+Return starts a loop, Ctrl+F searches.
class IssuesPage final : public Page {
    Q_OBJECT

public:
    IssuesPage(const PageParts& parts, QWidget* parent);

    /// Item "new" opens the form of a new issue.
    void show(const Place& place) override;
    using Page::show;
    [[nodiscard]] QList<QWidget*> panes() const override;

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    QWidget* makeContent();
    void registerActions();
    void refresh();
    void refreshAvailability();
    void showCurrent();
    void newIssue();
    void editIssue();
    void startLoop();
    void sendComment();
    [[nodiscard]] const readmodels::IssueRow* current() const;

    PageParts m_parts;
    PageHeader* m_header;
    QPushButton* m_add;
    QLineEdit* m_search;
    QCheckBox* m_closedToo;
    IssueList* m_list;
    QStackedWidget* m_right;
    IssueCard* m_card;
    EmptyState* m_nothing;
    PageBody* m_body;
    IssueId m_wanted; ///< Shown as soon as its row arrives.
};

} // namespace tamma::ui
