// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/inbox/inbox_page.h"

#include "ui/client/gui_session.h"
#include "ui/client/settings_gateway.h"
#include "ui/client/when_done.h"
#include "ui/models/inbox_order.h"
#include "ui/pages/inbox/approval_card.h"
#include "ui/pages/inbox/card_outlook.h"
#include "ui/pages/inbox/changes_pane.h"
#include "ui/pages/inbox/decision_bar.h"
#include "ui/pages/inbox/held_decisions.h"
#include "ui/pages/inbox/inbox_list.h"
#include "ui/pages/inbox/together_card.h"
#include "ui/shell/action_registry.h"
#include "ui/shell/draft_comments.h"
#include "ui/shell/page_body.h"
#include "ui/shell/show_error.h"
#include "ui/text/error_text.h"
#include "ui/text/status_text.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/page_header.h"

#include <QPlainTextEdit>
#include <QStackedWidget>

namespace tamma::ui {

using namespace Qt::StringLiterals;
using readmodels::Approval;

void InboxPage::connectBar()
{
    connect(m_bar, &DecisionBar::granted, this, &InboxPage::grant);
    connect(m_bar, &DecisionBar::left, m_list, [this] { m_list->setFocus(Qt::OtherFocusReason); });
    connect(m_bar, &DecisionBar::rejected, this,
            [this] { carryOut(wishToReject(chosen(), {m_bar->note(), drafts()})); });
    connect(m_bar, &DecisionBar::asked, this, &InboxPage::ask);
    connect(m_bar, &DecisionBar::laterWanted, this, &InboxPage::later);
    connect(m_bar, &DecisionBar::snoozed, this, [this](Timestamp until) {
        carryOut(wishToSnooze(chosen(), until, m_parts.session.now()));
    });
    connect(m_bar, &DecisionBar::handedOn, this,
            [this](const QString& to) { carryOut(wishToHandOn(chosen(), to, m_bar->note())); });
    connect(m_bar, &DecisionBar::changesWanted, this, &InboxPage::toggleChanges);
}

void InboxPage::connectList()
{
    connect(&m_parts.session, &GuiSession::changed, this, &InboxPage::refresh);
    connect(&m_parts.session, &GuiSession::secondPassed, this, &InboxPage::refreshTimes);
    connect(m_held, &HeldDecisions::changed, this, &InboxPage::refresh);
    connect(m_held, &HeldDecisions::takenBack, m_list, &InboxList::setCurrentApproval);
    connect(m_held, &HeldDecisions::refused, this, &InboxPage::onRefused);
    connect(m_held, &HeldDecisions::sent, this, [this](const InboxCommand& command) {
        const Approval* approval = m_parts.session.approval(command.approvalId);
        const auto* decision = std::get_if<engine::DecideApproval>(&command.command);
        if (approval != nullptr && decision != nullptr) {
            forgetSentComments(m_parts.window, approval->request.evidence.commit,
                               decision->comments);
        }
    });
    connect(m_changes, &ChangesPane::commented, this,
            [this] { m_bar->setCommentCount(drafts().size()); });
    connect(m_list, &VirtualList::currentChanged, this, &InboxPage::showCurrent);
    connect(m_list, &VirtualList::selectionChanged, this, &InboxPage::showCurrent);
    connect(m_card, &ApprovalCard::proofWanted, this, [this](Position position) {
        const Approval* approval = current();
        const QString filter
            = approval == nullptr ? QString() : u"loopId:"_s + approval->request.loopId.text();
        m_parts.shell.open({page::RECORD, filter, QString::number(position.value)});
    });
    connect(&m_body->emptyState(), &EmptyState::actionTriggered, this,
            [this] { m_parts.shell.open({page::LOOPS}); });
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
    return {m_list, m_right->currentWidget(), m_bar->noteEdit()};
}

void InboxPage::refresh()
{
    const QList<Approval> before = m_list->inbox().waiting;
    const InboxGroups inbox
        = inboxOf(m_parts.session.approvals(),
                  {m_parts.session.user(), m_parts.session.now(), m_held->held()});
    const ApprovalId open = m_open;
    m_list->setInbox(inbox);
    const ApprovalId next = nextAfter(open, before, inbox.waiting);
    if (!m_list->shows(open) && !next.isEmpty()) {
        m_list->setCurrentApproval(next);
    }
    m_body->setEmpty(inbox.isEmpty());
    m_header->setSubtitle(countText());
    describeEmptiness();
    showCurrent();
}

QString InboxPage::countText() const
{
    const auto waiting = m_list->inbox().waiting.size();
    return waiting == 0 ? QString()
        : waiting == 1  ? tr("1 waits for you")
                        : tr("%1 wait for you").arg(locale().toString(waiting));
}

void InboxPage::refreshTimes()
{
    // What was put aside comes back by itself, and what is overdue changes its place.
    const InboxGroups now
        = inboxOf(m_parts.session.approvals(),
                  {m_parts.session.user(), m_parts.session.now(), m_held->held()});
    if (now.waiting != m_list->inbox().waiting) {
        refresh();
    }
    m_list->viewport()->update();
    m_card->refreshAges();
}

const Approval* InboxPage::current() const
{
    const ApprovalId id = m_list->currentApproval();
    return id.isEmpty() ? nullptr : m_parts.session.approval(id);
}

QList<Approval> InboxPage::chosen() const
{
    const QList<Approval> selected = m_list->selectedApprovals();
    const Approval* approval = current();
    return selected.size() > 1 ? selected
        : approval != nullptr  ? QList<Approval>{*approval}
                               : QList<Approval>();
}

QList<events::LineComment> InboxPage::drafts() const
{
    const QList<Approval> shown = chosen();
    return shown.size() == 1 && shown.first().request.kind == "merge"_L1
        ? draftComments(m_parts.window, shown.first().request.evidence.commit)
        : QList<events::LineComment>();
}

bool InboxPage::isSnoozed(const Approval& approval) const
{
    return approval.isSnoozedBy(m_parts.session.user(), m_parts.session.now());
}

void InboxPage::showCurrent()
{
    const QList<Approval> shown = chosen();
    m_bar->setReadOnly(m_parts.session.isPast());
    m_bar->setVisible(!shown.isEmpty());
    if (shown.size() > 1) {
        showSeveral(shown);
    } else if (shown.size() == 1) {
        showOne(shown.first());
    } else {
        showNone();
    }
    m_bar->setCommentCount(drafts().size());
    showRefusal();
    refreshAvailability();
}

void InboxPage::showOne(const Approval& approval)
{
    if (std::exchange(m_open, approval.request.approvalId) != approval.request.approvalId) {
        m_changesShown = false;
    }
    m_card->setApproval(approval);
    if (m_changesShown) {
        m_changes->setApproval(approval);
    }
    m_right->setCurrentWidget(m_changesShown ? static_cast<QWidget*>(m_changes) : m_card);
    m_bar->setSubject({approval, 1, isSnoozed(approval)});
    m_bar->setChanges(approval.request.evidence.commit.isEmpty() ? DecisionBar::Changes::None
                          : m_changesShown                       ? DecisionBar::Changes::Shown
                                                                 : DecisionBar::Changes::Hidden);
}

void InboxPage::showSeveral(const QList<Approval>& chosen)
{
    m_together->setApprovals(chosen);
    m_right->setCurrentWidget(m_together);
    m_bar->setSubject({chosen.first(), decidableTogether(chosen).size(), false});
}

void InboxPage::showNone()
{
    if (m_list->inbox().waiting.isEmpty()) {
        m_rest->setContent(u"circle-check"_s, tr("You're done for now"),
                           tr("What you put aside comes back by itself."));
    } else {
        m_rest->setContent(u"inbox"_s, tr("Nothing is chosen"),
                           tr("Return opens and closes a group."));
    }
    m_right->setCurrentWidget(m_rest);
}

void InboxPage::carryOut(const InboxWish& wish)
{
    if (m_bar->isResting()) {
        return;
    }
    if (!wish.missing.isEmpty()) {
        m_bar->askForNote(wish.missing);
    } else if (!wish.commands.isEmpty()) {
        for (const InboxCommand& command : wish.commands) {
            m_refusals.remove(command.approvalId);
        }
        m_bar->message().hide();
        if (wish.commands.size() > 1) {
            m_bar->clearNote(); // It belonged to this choice, not to the next one.
        }
        m_held->hold(wish);
    }
}

void InboxPage::ask()
{
    const Approval* approval = current();
    if (approval == nullptr || approval->request.kind == "clarification"_L1 || m_bar->isResting()) {
        return;
    }
    const QString question = m_bar->note();
    if (question.isEmpty()) {
        m_bar->askForNote(tr("Write the question first; the agent answers it here."));
        return;
    }
    const ApprovalId id = approval->request.approvalId;
    m_bar->rest();
    whenDone(m_parts.session.engine().submit(engine::AskAboutApproval{id, question}), this,
             [this, id](const Result<engine::CommandReceipt>& done) {
                 if (!done) {
                     onRefused(id, done.error());
                 } else if (m_list->currentApproval() == id) {
                     m_bar->clearNote();
                 }
             });
}

void InboxPage::later()
{
    const QList<Approval> shown = chosen();
    m_bar->message().hide(); // It was about another wish.
    if (shown.size() == 1 && isSnoozed(shown.first())) {
        takeUpAgain(shown.first().request.approvalId);
    } else if (!shown.isEmpty()) {
        m_bar->offerTimes(m_parts.session.now());
    }
}

void InboxPage::takeUpAgain(const ApprovalId& id)
{
    whenDone(m_parts.session.engine().submit(engine::EndSnooze{id}), this,
             [this, id](const Result<engine::CommandReceipt>& done) {
                 if (!done) {
                     onRefused(id, done.error());
                 }
             });
}

QStringList InboxPage::people() const
{
    QSet<QString> names;
    for (const Approval& approval : m_parts.session.approvals()) {
        names.unite({approval.grantedBy.begin(), approval.grantedBy.end()});
        names.unite({approval.handedTo, approval.handedBy, approval.request.escalateTo,
                     approval.decidedBy});
    }
    for (const readmodels::IssueRow& issue : m_parts.session.issues()) {
        names.insert(issue.author);
    }
    names.subtract({QString(), m_parts.session.user()});
    return {names.begin(), names.end()};
}

void InboxPage::handOn()
{
    if (!chosen().isEmpty()) {
        m_bar->message().hide();
        m_bar->askForPerson(people());
    }
}

void InboxPage::toggleChanges()
{
    const Approval* approval = current();
    if (approval == nullptr) {
        return;
    }
    if (approval->request.evidence.commit.isEmpty()) {
        showLoop();
        return;
    }
    m_changesShown = !m_changesShown;
    showCurrent();
    (m_changesShown ? m_right->currentWidget() : m_list)->setFocus(Qt::OtherFocusReason);
}

void InboxPage::showLoop()
{
    if (const Approval* approval = current()) {
        m_parts.shell.open({page::LOOP, approval->request.loopId.text(), {}});
    }
}

void InboxPage::toggleDetails()
{
    setPlain(!m_card->isPlain());
}

void InboxPage::setPlain(bool plain)
{
    m_card->setPlain(plain);
    m_list->setPlain(plain);
}

void InboxPage::readMode()
{
    whenDone(m_parts.settings.load(), this, [this](const Result<config::Settings>& settings) {
        // A file that cannot be read is told on its own page.
        if (settings && std::exchange(m_mode, settings->mode) != settings->mode) {
            setPlain(settings->mode == config::Mode::Business);
        }
    });
}

void InboxPage::onRefused(const ApprovalId& id, const Error& error)
{
    const Approval* approval = m_parts.session.approval(id);
    if (approval == nullptr || approval->status != Approval::Status::Open) {
        // Somebody else decided it: there is no card left to show it on.
        m_parts.shell.notify(issueLabel(approval ? approval->issueNumber : 0) + u": "_s
                             + errorText(error).what);
        return;
    }
    m_refusals.insert(id, error);
    m_list->setCurrentApproval(id);
    showRefusal();
}

void InboxPage::showRefusal()
{
    m_refusals.removeIf([this](auto refusal) {
        const Approval* approval = m_parts.session.approval(refusal.key());
        return approval == nullptr || approval->status != Approval::Status::Open;
    });
    m_list->setRefused({m_refusals.keyBegin(), m_refusals.keyEnd()});
    const auto refusal = m_refusals.constFind(m_list->currentApproval());
    if (refusal != m_refusals.constEnd() && chosen().size() == 1) {
        showError(m_bar->message(), *refusal);
    }
}

void InboxPage::showEvent(QShowEvent* event)
{
    Page::showEvent(event);
    readMode();
    showCurrent(); // Comments may have been written on another page.
}

void InboxPage::hideEvent(QHideEvent* event)
{
    Page::hideEvent(event);
    refreshAvailability();
}

} // namespace tamma::ui
