// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/issues/issues_page.h"

#include "ui/client/gui_session.h"
#include "ui/client/settings_gateway.h"
#include "ui/client/when_done.h"
#include "ui/models/issue_order.h"
#include "ui/pages/issues/issue_card.h"
#include "ui/pages/issues/issue_dialog.h"
#include "ui/pages/issues/issue_list.h"
#include "ui/pages/issues/start_loop_dialog.h"
#include "ui/shell/action_registry.h"
#include "ui/shell/page_body.h"
#include "ui/shell/show_error.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/metrics.h"
#include "ui/widgets/page_header.h"
#include "ui/widgets/tamma_style.h"

#include <QCheckBox>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSplitter>
#include <QVBoxLayout>

namespace tamma::ui {

using namespace Qt::StringLiterals;
using readmodels::IssueRow;

IssuesPage::IssuesPage(const PageParts& parts, QWidget* parent)
    : Page(parent)
    , m_parts(parts)
    , m_header(new PageHeader(tr("Issues"), this))
    , m_add(new QPushButton(icon(u"plus"_s), tr("New issue"), this))
    , m_search(new QLineEdit(this))
    , m_closedToo(new QCheckBox(tr("Closed too"), this))
    , m_list(new IssueList(parts.session, this))
    , m_right(new QStackedWidget(this))
    , m_card(new IssueCard(parts.session, this))
    , m_nothing(new EmptyState(this))
{
    m_body = new PageBody(parts.session, makeContent(), this);
    m_body->emptyState().setContent(
        u"circle-dot"_s, tr("No issues yet"),
        tr("An issue says what should be different in a project. Write one for any folder with a "
           "git repository, and a loop can work on it."));
    m_body->emptyState().setAction(tr("Write an issue"));
    m_add->setObjectName(u"issuesNew"_s);
    makePrimary(*m_add);
    m_header->addWidget(m_add);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(metrics::PAGE_MARGIN, metrics::SPACE_4, metrics::PAGE_MARGIN,
                               metrics::SPACE_4);
    layout->setSpacing(metrics::SPACE_4);
    layout->addWidget(m_header);
    layout->addWidget(m_body, 1);
    registerActions();
    connect(m_add, &QPushButton::clicked, this, &IssuesPage::newIssue);
    connect(&m_body->emptyState(), &EmptyState::actionTriggered, this, &IssuesPage::newIssue);
    connect(m_search, &QLineEdit::textChanged, this, &IssuesPage::refresh);
    connect(m_closedToo, &QCheckBox::toggled, this, &IssuesPage::refresh);
    connect(m_nothing, &EmptyState::actionTriggered, this, [this] {
        if (m_search->text().trimmed().isEmpty()) {
            m_closedToo->setChecked(true);
        } else {
            m_search->clear();
        }
    });
    connect(m_list, &VirtualList::currentChanged, this, &IssuesPage::showCurrent);
    connect(m_list, &VirtualList::activated, this,
            [this] { m_card->text()->setFocus(Qt::OtherFocusReason); });
    connect(m_card, &IssueCard::startWanted, this, &IssuesPage::startLoop);
    connect(m_card, &IssueCard::editWanted, this, &IssuesPage::editIssue);
    connect(m_card, &IssueCard::commentWanted, this, &IssuesPage::sendComment);
    connect(m_card, &IssueCard::loopWanted, this,
            [this](const LoopId& id) { m_parts.shell.open({page::LOOP, id.text()}); });
    connect(&parts.session, &GuiSession::changed, this, &IssuesPage::refresh);
    refresh();
}

QWidget* IssuesPage::makeContent()
{
    m_search->setObjectName(u"issuesSearch"_s);
    m_search->setAccessibleName(tr("Search issues"));
    m_search->setPlaceholderText(tr("Search"));
    m_search->setClearButtonEnabled(true);
    m_search->addAction(icon(u"search"_s), QLineEdit::LeadingPosition);
    m_closedToo->setObjectName(u"issuesClosed"_s);
    m_nothing->setObjectName(u"issuesNothing"_s);
    m_right->setObjectName(u"issuesRight"_s);
    m_right->addWidget(m_card);
    m_right->addWidget(m_nothing);
    auto* left = new QWidget(this);
    auto* filter = new QHBoxLayout;
    filter->setSpacing(metrics::SPACE_3);
    filter->addWidget(m_search, 1);
    filter->addWidget(m_closedToo);
    auto* layout = new QVBoxLayout(left);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(metrics::SPACE_2);
    layout->addLayout(filter);
    layout->addWidget(m_list, 1);
    left->setMinimumWidth(240);
    m_right->setMinimumWidth(360);
    auto* splitter = new QSplitter(Qt::Horizontal, this);
    splitter->setObjectName(u"issuesSplitter"_s);
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(left);
    splitter->addWidget(m_right);
    splitter->setStretchFactor(1, 1);
    splitter->setSizes({320, 820});
    return splitter;
}

void IssuesPage::registerActions()
{
    ActionRegistry& actions = m_parts.actions;
    actions.add({u"issue.new"_s, tr("&New issue…"), tr("Issue"), QKeySequence::New, u"plus"_s,
                 tr("create write add")},
                this, [this] { m_parts.shell.open({page::ISSUES, u"new"_s}); });
    actions.add({u"issue.start"_s, tr("Start loop…"), tr("Issue"), Qt::CTRL | Qt::Key_Return,
                 u"play"_s, tr("run begin work")},
                this, [this] { startLoop(); });
    actions.add({u"issue.edit"_s, tr("Edit issue…"), tr("Issue"), Qt::Key_F2, u"pencil"_s}, this,
                [this] { editIssue(); });
    actions.add(
        {u"issue.search"_s, tr("Search issues"), tr("Issue"), {}, u"search"_s, tr("find filter")},
        this, [this] {
            m_parts.shell.open({page::ISSUES});
            m_search->setFocus(Qt::ShortcutFocusReason);
        });
}

void IssuesPage::show(const Place& place)
{
    if (place.item == "new"_L1) {
        newIssue();
    } else if (!place.item.isEmpty()) {
        m_wanted = IssueId(place.item);
        refresh();
    }
}

QList<QWidget*> IssuesPage::panes() const
{
    if (m_body->currentWidget() == &m_body->emptyState()) {
        return {m_body->emptyState().button()};
    }
    return {m_list, m_search, m_card->text(), m_card->commentEdit()};
}

void IssuesPage::refresh()
{
    const auto& all = m_parts.session.issues();
    const auto shown = issuesOf(all, {m_search->text(), m_closedToo->isChecked()});
    const bool isSearch = !m_search->text().trimmed().isEmpty();
    const IssueId before = m_list->currentIssue();
    m_list->setIssues(shown);
    if (const IssueRow* wanted = m_parts.session.issue(m_wanted)) {
        if (m_list->setCurrentIssue(m_wanted)) {
            m_wanted = {};
        } else if (wanted->closed && !m_closedToo->isChecked()) {
            return m_closedToo->setChecked(true); // Refreshes again, with it in the list.
        } else if (isSearch) {
            return m_search->clear();
        }
    }
    if (m_list->currentRow() < 0 && !shown.isEmpty() && !m_list->setCurrentIssue(before)) {
        m_list->setCurrentRow(0);
    }
    m_body->setEmpty(all.isEmpty());
    m_header->setSubtitle(
        all.isEmpty()
            ? QString()
            : tr("%1 of %2").arg(locale().toString(shown.size()), locale().toString(all.size())));
    if (isSearch) {
        m_nothing->setContent(u"search"_s, tr("0 of %1 match").arg(locale().toString(all.size())),
                              tr("No issue has all of these words."));
    } else {
        m_nothing->setContent(u"circle-check"_s, tr("All issues are closed"),
                              tr("A new one is written with “New issue”."));
    }
    m_nothing->setAction(isSearch ? tr("Clear search") : tr("Show closed ones"));
    showCurrent();
}

const IssueRow* IssuesPage::current() const
{
    const IssueId id = m_list->currentIssue();
    return id.isEmpty() ? nullptr : m_parts.session.issue(id);
}

void IssuesPage::showCurrent()
{
    if (const IssueRow* issue = current()) {
        m_card->setIssue(*issue);
        m_right->setCurrentWidget(m_card);
    } else {
        m_right->setCurrentWidget(m_nothing);
    }
    refreshAvailability();
}

void IssuesPage::refreshAvailability()
{
    const IssueRow* issue = isVisible() ? current() : nullptr;
    const QString why = isVisible() ? tr("choose an issue first") : tr("open the issues first");
    const readmodels::LoopRow* loop = issue ? m_parts.session.loop(issue->loop) : nullptr;
    const bool busy = loop != nullptr && loop->finishedAt == Timestamp{};
    const bool past = m_parts.session.isPast();
    const QString gone = tr("this is the past");
    m_add->setEnabled(!past);
    m_body->emptyState().button()->setEnabled(!past);
    m_parts.actions.setAvailable(u"issue.new"_s, !past, gone);
    m_parts.actions.setAvailable(u"issue.edit"_s, issue != nullptr && !past, past ? gone : why);
    m_parts.actions.setAvailable(u"issue.start"_s, issue != nullptr && !busy && !past,
                                 past       ? gone
                                     : busy ? tr("a loop works on it already")
                                            : why);
}

void IssuesPage::newIssue()
{
    if (m_parts.session.isPast()) {
        return;
    }
    auto* dialog
        = new IssueDialog(m_parts.session.engine(), repositoriesOf(m_parts.session.issues()), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &IssueDialog::saved, this, [this](const IssueId& id) {
        m_wanted = id;
        refresh();
    });
    dialog->open();
}

void IssuesPage::editIssue()
{
    if (const IssueRow* issue = current()) {
        auto* dialog = new IssueDialog(m_parts.session.engine(), *issue, this);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->open();
    }
}

void IssuesPage::startLoop()
{
    if (const IssueRow* issue = current()) {
        auto* dialog
            = new StartLoopDialog(m_parts.session.engine(), m_parts.settings, *issue, this);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        connect(dialog, &StartLoopDialog::started, this,
                [this](const LoopId& id) { m_parts.shell.open({page::LOOP, id.text()}); });
        dialog->open();
    }
}

void IssuesPage::sendComment()
{
    const IssueRow* issue = current();
    if (issue == nullptr || m_card->comment().isEmpty()) {
        return;
    }
    const IssueId id = issue->id;
    whenDone(m_parts.session.engine().submit(engine::CommentIssue{id, m_card->comment()}), this,
             [this, id](const Result<engine::CommandReceipt>& done) {
                 if (!done) {
                     m_list->setCurrentIssue(id); // Its draft is still there.
                     showError(m_card->message(), done.error());
                 } else if (m_list->currentIssue() == id) {
                     m_card->clearComment();
                 }
             });
}

void IssuesPage::showEvent(QShowEvent* event)
{
    Page::showEvent(event);
    refreshAvailability();
}

void IssuesPage::hideEvent(QHideEvent* event)
{
    Page::hideEvent(event);
    refreshAvailability();
}

} // namespace tamma::ui
