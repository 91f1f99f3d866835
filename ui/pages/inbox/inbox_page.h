// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/readmodels/approvals.h"
#include "ui/shell/page.h"

namespace tamma::ui {

class ApprovalCard;
class DecisionBar;
class HeldDecisions;
class InboxList;
class PageBody;
class PageHeader;

/// The decisions that wait for a person: a list, and the one that is open beside it. A decision
/// leaves the list at once, can be taken back for ten seconds, and the next opens by itself.
///
/// Keys     Ctrl+Shift+A approves, Ctrl+Shift+B sends back, Ctrl+Shift+Q asks, Ctrl+Shift+D shows
///          the changes. Return never decides.
class InboxPage final : public Page {
    Q_OBJECT

public:
    InboxPage(const PageParts& parts, QWidget* parent);

    void show(const Place& place) override;
    using Page::show;
    [[nodiscard]] QList<QWidget*> panes() const override;

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    QWidget* makeContent();
    void registerActions();
    void connectBar();
    void refresh();
    void refreshAvailability();
    void describeEmptiness();
    void showCurrent();
    void grant();
    void reject();
    void ask();
    void showChanges();
    void showRefusal(const ApprovalId& id, const Error& error);
    [[nodiscard]] const readmodels::Approval* current() const;

    PageParts m_parts;
    HeldDecisions* m_held;
    InboxList* m_list;
    ApprovalCard* m_card;
    DecisionBar* m_bar;
    PageHeader* m_header;
    PageBody* m_body;
    ApprovalId m_open; ///< Which is shown; survives updates of the list.
};

} // namespace tamma::ui
