// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/config/settings.h"
#include "core/readmodels/approvals.h"
#include "ui/pages/inbox/inbox_wishes.h"
#include "ui/shell/page.h"

#include <QHash>

#include <optional>

class QStackedWidget;

namespace tamma::ui {

class ApprovalCard;
class ChangesPane;
class DecisionBar;
class EmptyState;
class HeldDecisions;
class InboxList;
class PageBody;
class PageHeader;
class TogetherCard;

/// The decisions that wait for a person: a list, and the one that is open beside it, or several to
/// be decided together. What is decided, put aside or handed on leaves the list at once, can be
/// taken back for ten seconds, and the next opens by itself.
///
/// Keys     Ctrl+Shift with A approves, B sends back, Q asks, L puts aside or takes up again, H
///          hands on, D shows the changes, S selects what can be decided together, E turns
///          technical details on, O opens the loop. Return never decides.
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
    QWidget* makeRight(QWidget* parent);
    void registerDecisions();
    void registerViews();
    void makeMenu();
    void connectBar();
    void connectList();
    void refresh();
    void refreshTimes();
    void refreshAvailability();
    void describeEmptiness();
    void readMode();
    void setPlain(bool plain);
    void showCurrent();
    void showOne(const readmodels::Approval& approval);
    void showNone();
    void showSeveral(const QList<readmodels::Approval>& chosen);
    void carryOut(const InboxWish& wish);
    void grant();
    void ask();
    void later();
    void takeUpAgain(const ApprovalId& id);
    void handOn();
    void toggleChanges();
    void toggleDetails();
    void showLoop();
    void onRefused(const ApprovalId& id, const Error& error);
    void showRefusal();
    [[nodiscard]] QString countText() const;
    [[nodiscard]] QStringList people() const;
    [[nodiscard]] bool isSnoozed(const readmodels::Approval& approval) const;
    [[nodiscard]] const readmodels::Approval* current() const;
    [[nodiscard]] QList<readmodels::Approval> chosen() const;
    /// Comments on lines of the only one that is chosen.
    [[nodiscard]] QList<events::LineComment> drafts() const;

    PageParts m_parts;
    HeldDecisions* m_held;
    InboxList* m_list;
    ApprovalCard* m_card;
    TogetherCard* m_together;
    ChangesPane* m_changes;
    EmptyState* m_rest; ///< Nothing is open: all that is there was put aside or is with others.
    QStackedWidget* m_right;
    DecisionBar* m_bar;
    PageHeader* m_header;
    PageBody* m_body;
    ApprovalId m_open; ///< Which is shown; survives updates of the list.
    QHash<ApprovalId, Error> m_refusals; ///< What could not be sent, and why.
    std::optional<config::Mode> m_mode; ///< Of the settings, as they were read last.
    QString m_warned; ///< Of which approval what was said about approving it.
    bool m_changesShown = false;
};

} // namespace tamma::ui
