// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/inbox/inbox_page.h"

#include "ui/client/gui_session.h"
#include "ui/client/when_done.h"
#include "ui/models/inbox_order.h"
#include "ui/pages/inbox/approval_card.h"
#include "ui/pages/inbox/decision_bar.h"
#include "ui/pages/inbox/held_decisions.h"
#include "ui/pages/inbox/inbox_list.h"
#include "ui/shell/action_registry.h"
#include "ui/shell/page_body.h"
#include "ui/shell/show_error.h"
#include "ui/text/error_text.h"
#include "ui/text/status_text.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/metrics.h"
#include "ui/widgets/page_header.h"

#include <QPlainTextEdit>
#include <QSplitter>
#include <QVBoxLayout>

namespace tamma::ui {

using namespace Qt::StringLiterals;
using readmodels::Approval;

InboxPage::InboxPage(const PageParts& parts, QWidget* parent)
    : Page(parent)
    , m_parts(parts)
    , m_held(new HeldDecisions(parts.session, parts.shell, this))
    , m_list(new InboxList(parts.session, this))
    , m_card(new ApprovalCard(parts.session, this))
    , m_bar(new DecisionBar(this))
    , m_header(new PageHeader(tr("Inbox"), this))
{
    m_body = new PageBody(parts.session, makeContent(), this);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(metrics::PAGE_MARGIN, metrics::SPACE_4, metrics::PAGE_MARGIN,
                               metrics::SPACE_4);
    layout->setSpacing(metrics::SPACE_4);
    layout->addWidget(m_header);
    layout->addWidget(m_body, 1);
    registerActions();
    connectBar();
    connect(&parts.session, &GuiSession::changed, this, &InboxPage::refresh);
    connect(&parts.session, &GuiSession::secondPassed, this, [this] {
        m_list->viewport()->update();
        m_card->refreshAges();
    });
    connect(m_held, &HeldDecisions::changed, this, &InboxPage::refresh);
    connect(m_held, &HeldDecisions::takenBack, m_list, &InboxList::setCurrentApproval);
    connect(m_held, &HeldDecisions::refused, this, &InboxPage::showRefusal);
    connect(m_list, &VirtualList::currentChanged, this, &InboxPage::showCurrent);
    connect(&m_body->emptyState(), &EmptyState::actionTriggered, this,
            [this] { m_parts.shell.open({page::LOOPS}); });
    refresh();
}

QWidget* InboxPage::makeContent()
{
    auto* splitter = new QSplitter(Qt::Horizontal, this);
    splitter->setObjectName(u"inboxSplitter"_s);
    splitter->setChildrenCollapsible(false);
    auto* right = new QFrame(splitter);
    right->setObjectName(u"inboxRight"_s);
    right->setFrameShape(QFrame::NoFrame);
    right->setBackgroundRole(QPalette::Base);
    right->setAutoFillBackground(true);
    auto* layout = new QVBoxLayout(right);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_card, 1);
    layout->addWidget(m_bar);
    splitter->addWidget(m_list);
    splitter->addWidget(right);
    m_list->setMinimumWidth(200);
    right->setMinimumWidth(380);
    splitter->setStretchFactor(0, 0);
    splitter->setStretchFactor(1, 1);
    splitter->setSizes({280, 820});
    return splitter;
}

void InboxPage::registerActions()
{
    ActionRegistry& actions = m_parts.actions;
    const auto key = [](Qt::Key letter) { return QKeySequence(Qt::CTRL | Qt::SHIFT | letter); };
    actions.add({u"inbox.approve"_s, tr("Approve, answer or try again"), tr("Inbox"),
                 key(Qt::Key_A), u"check"_s, tr("accept grant yes merge")},
                this, [this] { grant(); });
    actions.add({u"inbox.sendBack"_s, tr("Send back…"), tr("Inbox"), key(Qt::Key_B),
                 u"corner-up-left"_s, tr("reject refuse no give up")},
                this, [this] { reject(); });
    actions.add({u"inbox.ask"_s, tr("Ask…"), tr("Inbox"), key(Qt::Key_Q), u"message-square"_s,
                 tr("question")},
                this, [this] { ask(); });
    actions.add({u"inbox.changes"_s, tr("Show changes"), tr("Inbox"), key(Qt::Key_D),
                 u"file-diff"_s, tr("diff files")},
                this, [this] { showChanges(); });
}

void InboxPage::connectBar()
{
    connect(m_bar, &DecisionBar::granted, this, &InboxPage::grant);
    connect(m_bar, &DecisionBar::rejected, this, &InboxPage::reject);
    connect(m_bar, &DecisionBar::asked, this, &InboxPage::ask);
    connect(m_bar, &DecisionBar::changesWanted, this, &InboxPage::showChanges);
}

void InboxPage::show(const Place& place)
{
    if (!place.item.isEmpty()) {
        m_list->setCurrentApproval(ApprovalId(place.item));
    }
}

QList<QWidget*> InboxPage::panes() const
{
    if (m_body->currentWidget() == &m_body->emptyState()) {
        return {m_body->emptyState().button()};
    }
    return {m_list, m_card, m_bar->noteEdit()};
}

void InboxPage::refresh()
{
    const QList<Approval> before = m_list->approvals();
    const QList<Approval> now = inboxOf(m_parts.session.approvals(), m_held->held());
    const ApprovalId open = m_open;
    m_list->setApprovals(now);
    const bool stillThere
        = std::ranges::any_of(now, [&](const Approval& a) { return a.request.approvalId == open; });
    if (!stillThere) {
        m_list->setCurrentApproval(nextAfter(open, before, now));
    }
    m_body->setEmpty(now.isEmpty());
    m_header->setSubtitle(now.isEmpty() ? QString()
                              : now.size() == 1
                              ? tr("1 waits for you")
                              : tr("%1 wait for you").arg(locale().toString(now.size())));
    describeEmptiness();
    showCurrent();
}

void InboxPage::describeEmptiness()
{
    const bool everAsked = !m_parts.session.approvals().isEmpty();
    const auto running = std::ranges::count(m_parts.session.loops(), workflow::LoopStatus::Running,
                                            &readmodels::LoopRow::status);
    EmptyState& empty = m_body->emptyState();
    if (everAsked) {
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

const Approval* InboxPage::current() const
{
    const ApprovalId id = m_list->currentApproval();
    return id.isEmpty() ? nullptr : m_parts.session.approval(id);
}

void InboxPage::showCurrent()
{
    const Approval* approval = current();
    m_bar->setReadOnly(m_parts.session.isPast());
    if (approval != nullptr) {
        m_open = approval->request.approvalId;
        m_card->setApproval(*approval);
        m_bar->setApproval(*approval);
    }
    refreshAvailability();
}

void InboxPage::refreshAvailability()
{
    const bool past = m_parts.session.isPast();
    const QString none = !isVisible() ? tr("open the inbox first") : tr("nothing waits for you");
    const QString why = past ? tr("this is the past") : none;
    const Approval* approval = isVisible() ? current() : nullptr;
    const bool asksOnly = approval != nullptr && approval->request.kind == "clarification"_L1;
    const bool can = approval != nullptr && !past;
    m_parts.actions.setAvailable(u"inbox.changes"_s, approval != nullptr, none);
    m_parts.actions.setAvailable(u"inbox.approve"_s, can, why);
    for (const QString& id : {u"inbox.sendBack"_s, u"inbox.ask"_s}) {
        m_parts.actions.setAvailable(id, can && !asksOnly,
                                     asksOnly ? tr("this is a question to you") : why);
    }
}

void InboxPage::grant()
{
    const Approval* approval = current();
    if (approval == nullptr) {
        return;
    }
    const QString kind = approval->request.kind;
    const QString note = m_bar->note();
    if (kind == "clarification"_L1 && note.isEmpty()) {
        m_bar->askForNote(tr("Write the answer first; the agent works by it."));
        return;
    }
    const QString words = kind == "clarification"_L1 ? tr("Answered %1")
        : kind == "escalation"_L1                    ? tr("%1 tries again")
        : kind == "budget"_L1                        ? tr("%1 may spend more")
                                                     : tr("Approved %1");
    const QString label = issueLabel(approval->issueNumber);
    m_bar->message().hide();
    m_held->decide({approval->request.approvalId, true, note}, words.arg(label));
}

void InboxPage::reject()
{
    const Approval* approval = current();
    if (approval == nullptr || approval->request.kind == "clarification"_L1) {
        return;
    }
    const bool givesUp = approval->request.kind != "merge"_L1; // Only a change can be sent back.
    const QString note = m_bar->note();
    if (note.isEmpty() && !givesUp) {
        m_bar->askForNote(
            tr("Write what should be different first; the agent gets it as its task."));
        return;
    }
    const QString label = issueLabel(approval->issueNumber);
    m_bar->message().hide();
    m_held->decide({approval->request.approvalId, false,
                    note.isEmpty() ? QStringLiteral("given up in the inbox") : note},
                   givesUp ? tr("Gave up %1").arg(label) : tr("Sent back %1").arg(label));
}

void InboxPage::ask()
{
    const Approval* approval = current();
    if (approval == nullptr || approval->request.kind == "clarification"_L1) {
        return;
    }
    const QString question = m_bar->note();
    if (question.isEmpty()) {
        m_bar->askForNote(tr("Write the question first; the agent answers it here."));
        return;
    }
    const ApprovalId id = approval->request.approvalId;
    whenDone(m_parts.session.engine().submit(engine::AskAboutApproval{id, question}), this,
             [this, id](const Result<engine::CommandReceipt>& done) {
                 if (!done) {
                     showRefusal(id, done.error());
                 } else if (m_list->currentApproval() == id) {
                     m_bar->clearNote();
                 }
             });
}

void InboxPage::showChanges()
{
    if (const Approval* approval = current()) {
        const bool change = !approval->request.evidence.commit.isEmpty();
        m_parts.shell.open(
            {page::LOOP, approval->request.loopId.text(), change ? u"changes"_s : QString()});
    }
}

void InboxPage::showRefusal(const ApprovalId& id, const Error& error)
{
    const Approval* approval = m_parts.session.approval(id);
    if (approval == nullptr || approval->status != Approval::Status::Open) {
        // Somebody else decided it: there is no card left to show it on.
        m_parts.shell.notify(issueLabel(approval ? approval->issueNumber : 0) + u": "_s
                             + errorText(error).what);
        return;
    }
    m_list->setCurrentApproval(id);
    showError(m_bar->message(), error);
}

void InboxPage::showEvent(QShowEvent* event)
{
    Page::showEvent(event);
    refreshAvailability();
}

void InboxPage::hideEvent(QHideEvent* event)
{
    Page::hideEvent(event);
    refreshAvailability();
}

} // namespace tamma::ui
