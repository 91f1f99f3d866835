// SPDX-License-Identifier: GPL-3.0-or-later
// What an InboxPage consists of: its widgets, and its commands in the registry.
#include "ui/client/gui_session.h"
#include "ui/pages/inbox/approval_card.h"
#include "ui/pages/inbox/changes_pane.h"
#include "ui/pages/inbox/decision_bar.h"
#include "ui/pages/inbox/held_decisions.h"
#include "ui/pages/inbox/inbox_list.h"
#include "ui/pages/inbox/inbox_page.h"
#include "ui/pages/inbox/together_card.h"
#include "ui/shell/action_registry.h"
#include "ui/shell/page_body.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/metrics.h"
#include "ui/widgets/page_header.h"

#include <QMenu>
#include <QPlainTextEdit>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace tamma::ui {

using namespace Qt::StringLiterals;
using readmodels::Approval;

namespace {

QKeySequence inboxKey(Qt::Key letter)
{
    return {Qt::CTRL | Qt::SHIFT | letter};
}

} // namespace

InboxPage::InboxPage(const PageParts& parts, QWidget* parent)
    : Page(parent)
    , m_parts(parts)
    , m_held(new HeldDecisions(parts.session, parts.shell, this))
    , m_list(new InboxList(parts.session, this))
    , m_card(new ApprovalCard(parts.session, this))
    , m_together(new TogetherCard(this))
    , m_changes(new ChangesPane(parts.session, parts.window, this))
    , m_rest(new EmptyState(this))
    , m_right(new QStackedWidget(this))
    , m_bar(new DecisionBar(parts.session, this))
    , m_header(new PageHeader(tr("Inbox"), this))
{
    m_body = new PageBody(parts.session, makeContent(), this);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(metrics::PAGE_MARGIN, metrics::SPACE_4, metrics::PAGE_MARGIN,
                               metrics::SPACE_4);
    layout->setSpacing(metrics::SPACE_4);
    layout->addWidget(m_header);
    layout->addWidget(m_body, 1);
    registerDecisions();
    registerViews();
    makeMenu();
    connectBar();
    connectList();
    refresh();
}

QWidget* InboxPage::makeContent()
{
    auto* splitter = new QSplitter(Qt::Horizontal, this);
    splitter->setObjectName(u"inboxSplitter"_s);
    splitter->setChildrenCollapsible(false);
    QWidget* right = makeRight(splitter);
    splitter->addWidget(m_list);
    splitter->addWidget(right);
    m_list->setMinimumWidth(200);
    right->setMinimumWidth(380);
    splitter->setStretchFactor(0, 0);
    splitter->setStretchFactor(1, 1);
    splitter->setSizes({280, 820});
    return splitter;
}

QWidget* InboxPage::makeRight(QWidget* parent)
{
    auto* right = new QFrame(parent);
    right->setObjectName(u"inboxRight"_s);
    right->setFrameShape(QFrame::NoFrame);
    right->setBackgroundRole(QPalette::Base);
    right->setAutoFillBackground(true);
    for (QWidget* widget : std::initializer_list<QWidget*>{m_card, m_together, m_changes, m_rest}) {
        m_right->addWidget(widget);
    }
    auto* layout = new QVBoxLayout(right);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_right, 1);
    layout->addWidget(m_bar);
    return right;
}

void InboxPage::describeEmptiness()
{
    const bool everAsked = !m_parts.session.approvals().isEmpty();
    const auto running = std::ranges::count(m_parts.session.loops(), workflow::LoopStatus::Running,
                                            &readmodels::LoopRow::status);
    EmptyState& empty = m_body->emptyState();
    if (const auto held = m_held->held().size(); held > 0) {
        empty.setContent(u"clock"_s, tr("You're done for now"),
                         held == 1 ? tr("Your decision is sent in a moment; until then it can be "
                                        "taken back.")
                                   : tr("%1 decisions are sent in a moment; until then they can be "
                                        "taken back.")
                                         .arg(locale().toString(held)));
    } else if (everAsked) {
        empty.setContent(u"circle-check"_s, tr("You're done"),
                         running > 0
                             ? tr("Nothing waits for you. Loops that run will ask here when "
                                  "they need you.")
                             : tr("Nothing waits for you, and no loop is running."));
    } else {
        empty.setContent(
            u"inbox"_s, tr("Nothing to decide yet"),
            tr("Before Tamma merges anything, it asks here, with what changed and what "
               "was checked."));
    }
    empty.setAction(tr("Look at the loops"));
}

void InboxPage::grant()
{
    const QString warning = chosen().size() != 1 ? QString()
        : m_card->isUnreadable()
        ? tr("The change cannot be shown here. Approve once more to approve it unseen.")
        : drafts().isEmpty() ? QString()
                             : tr("Your comments on lines go only with “Send back”. Approve once "
                                  "more to leave them unsent.");
    const QString said
        = warning.isEmpty() ? QString() : chosen().first().request.approvalId.text() + warning;
    if (!said.isEmpty() && !m_bar->isResting() && std::exchange(m_warned, said) != said) {
        m_bar->askForNote(warning);
        m_bar->rest();
        return;
    }
    carryOut(wishToGrant(chosen(), m_bar->note()));
}

void InboxPage::registerDecisions()
{
    ActionRegistry& actions = m_parts.actions;
    actions.add({u"inbox.approve"_s, tr("Approve, answer or try again"), tr("Inbox"),
                 inboxKey(Qt::Key_A), u"check"_s, tr("accept grant yes merge")},
                m_bar, [this] { emit m_bar->granted(); });
    actions.add({u"inbox.sendBack"_s, tr("Send back…"), tr("Inbox"), inboxKey(Qt::Key_B),
                 u"corner-up-left"_s, tr("reject refuse no give up")},
                m_bar, [this] { emit m_bar->rejected(); });
    actions.add({u"inbox.ask"_s, tr("Ask…"), tr("Inbox"), inboxKey(Qt::Key_Q), u"message-square"_s,
                 tr("question")},
                this, [this] { ask(); });
    actions.add({u"inbox.later"_s, tr("Later…, or take up again"), tr("Inbox"), inboxKey(Qt::Key_L),
                 u"clock"_s, tr("snooze put aside defer wake")},
                this, [this] { later(); });
    actions.add({u"inbox.handOn"_s, tr("Hand on…"), tr("Inbox"), inboxKey(Qt::Key_H), u"user"_s,
                 tr("delegate assign pass to person")},
                this, [this] { handOn(); });
}

void InboxPage::registerViews()
{
    ActionRegistry& actions = m_parts.actions;
    actions.add({u"inbox.changes"_s, tr("Show or hide changes"), tr("Inbox"), inboxKey(Qt::Key_D),
                 u"file-diff"_s, tr("diff files")},
                this, [this] { toggleChanges(); });
    actions.add({u"inbox.details"_s, tr("Technical details or plain words"), tr("Inbox"),
                 inboxKey(Qt::Key_E), u"code"_s, tr("business developer jargon")},
                this, [this] { toggleDetails(); });
    actions.add({u"inbox.together"_s, tr("Select what can be decided together"), tr("Inbox"),
                 inboxKey(Qt::Key_S), u"list-checks"_s, tr("batch several all")},
                this, [this] {
                    m_list->selectRoutine();
                    m_list->setFocus(Qt::OtherFocusReason);
                });
    actions.add({u"inbox.loop"_s, tr("Show the loop"), tr("Inbox"), inboxKey(Qt::Key_O),
                 u"layout-dashboard"_s, tr("steps transcript")},
                this, [this] { showLoop(); });
}

void InboxPage::makeMenu()
{
    auto* menu = new QMenu(m_bar);
    menu->setObjectName(u"inboxMenu"_s);
    for (const QString& id :
         {u"inbox.handOn"_s, u"inbox.together"_s, u"inbox.details"_s, u"inbox.loop"_s}) {
        menu->addAction(m_parts.actions.find(id));
    }
    m_bar->setMenu(menu);
}

void InboxPage::refreshAvailability()
{
    const bool past = m_parts.session.isPast();
    const QString none = !isVisible() ? tr("open the inbox first") : tr("nothing waits for you");
    const QString why = past ? tr("this is the past") : none;
    const QList<Approval> shown = isVisible() ? chosen() : QList<Approval>();
    const bool any = !shown.isEmpty();
    const bool one = shown.size() == 1;
    const bool asksOnly = one && shown.first().request.kind == "clarification"_L1;
    ActionRegistry& actions = m_parts.actions;
    for (const QString& id : {u"inbox.approve"_s, u"inbox.handOn"_s, u"inbox.later"_s}) {
        actions.setAvailable(id, any && !past, why);
    }
    const QString question = tr("this is a question to you");
    actions.setAvailable(u"inbox.sendBack"_s, any && !past && !asksOnly, asksOnly ? question : why);
    actions.setAvailable(u"inbox.ask"_s, one && !past && !asksOnly,
                         asksOnly  ? question
                             : any ? tr("choose one to ask about")
                                   : why);
    const QString several = any ? tr("choose one to see it") : none;
    for (const QString& id : {u"inbox.changes"_s, u"inbox.details"_s, u"inbox.loop"_s}) {
        actions.setAvailable(id, one, several);
    }
    const auto routine = std::ranges::count_if(m_list->inbox().waiting, &Approval::isRoutine);
    actions.setAvailable(u"inbox.together"_s, isVisible() && routine > 1,
                         tr("there are not two that every check let pass"));
}

} // namespace tamma::ui
