// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/loops/loops_page.h"

#include "ui/client/gui_session.h"
#include "ui/client/when_done.h"
#include "ui/pages/loops/loop_card_list.h"
#include "ui/shell/action_registry.h"
#include "ui/shell/page_body.h"
#include "ui/shell/show_error.h"
#include "ui/text/status_text.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/metrics.h"
#include "ui/widgets/page_header.h"
#include "ui/widgets/tamma_style.h"
#include "ui/widgets/text_label.h"

#include <QHBoxLayout>
#include <QPushButton>

namespace tamma::ui {

using namespace Qt::StringLiterals;
using readmodels::LoopRow;

namespace {

constexpr int SCROLL_ROOM = 16;

} // namespace

LoopsPage::LoopsPage(const PageParts& parts, QWidget* parent)
    : Page(parent)
    , m_parts(parts)
    , m_message(new InlineMessage(this))
    , m_newIssue(new QPushButton(icon(u"plus"_s), tr("New issue"), this))
{
    m_body = new PageBody(parts.session, makeBoard(), this);
    m_body->emptyState().setContent(
        u"layout-dashboard"_s, tr("No loops yet"),
        tr("A loop takes an issue through 14 steps, from context to merge, and asks you before "
           "anything is merged. The demo shows it with a recorded agent; it needs no account."));
    m_body->emptyState().setAction(tr("Run the demo"));
    m_message->setObjectName(u"loopsMessage"_s);
    m_message->hide();
    m_newIssue->setObjectName(u"loopsNewIssue"_s);
    makePrimary(*m_newIssue);
    auto* header = new PageHeader(tr("Loops"), this);
    header->addWidget(m_newIssue);
    auto* layout = new QVBoxLayout(this);
    // Cards leave room for a scroll bar; that of the last column reaches into the page's margin.
    layout->setContentsMargins(metrics::PAGE_MARGIN, metrics::SPACE_4,
                               metrics::PAGE_MARGIN - SCROLL_ROOM, metrics::SPACE_2);
    header->setContentsMargins(0, 0, SCROLL_ROOM, 0);
    layout->setSpacing(metrics::SPACE_4);
    layout->addWidget(header);
    layout->addWidget(m_message);
    layout->addWidget(m_body, 1);
    registerActions();
    connect(&m_body->emptyState(), &EmptyState::actionTriggered, this, &LoopsPage::runDemo);
    connect(m_newIssue, &QPushButton::clicked, this,
            [this] { m_parts.shell.open({page::ISSUES, u"new"_s}); });
    connect(&parts.session, &GuiSession::changed, this, &LoopsPage::refresh);
    connect(&parts.session, &GuiSession::secondPassed, this, [this] {
        for (const Column& column : m_columns) {
            column.cards->viewport()->update(); // The ages.
        }
    });
    refresh();
}

QWidget* LoopsPage::makeBoard()
{
    auto* board = new QWidget(this);
    board->setObjectName(u"loopsBoard"_s);
    auto* layout = new QHBoxLayout(board);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    for (int index = 0; index < BOARD_COLUMNS; ++index) {
        layout->addWidget(makeColumn(index), 1);
    }
    return board;
}

QWidget* LoopsPage::makeColumn(int index)
{
    const QString titles[] = {tr("Needs you"), tr("Running"), tr("Queued"), tr("Finished")};
    const QString names[] = {u"needsYou"_s, u"running"_s, u"queued"_s, u"finished"_s};
    auto* box = new QWidget(this);
    Column& column = m_columns[static_cast<size_t>(index)];
    column.cards = new LoopCardList(m_parts.session, box);
    column.cards->setObjectName(u"loops."_s + names[index]);
    column.cards->setAccessibleName(titles[index]);
    column.count = new TextLabel(TextRole::Secondary, {}, box);
    column.count->setObjectName(u"loopsCount."_s + names[index]);
    auto* head = new QHBoxLayout;
    head->setContentsMargins(metrics::SPACE_1 / 2, 0, SCROLL_ROOM, 0);
    head->addWidget(new TextLabel(TextRole::Strong, titles[index], box));
    head->addStretch();
    head->addWidget(column.count);
    auto* layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(metrics::SPACE_2);
    layout->addLayout(head);
    layout->addWidget(column.cards, 1);
    connect(column.cards, &VirtualList::activated, this, [this, cards = column.cards] {
        if (const LoopRow* loop = cards->currentLoop()) {
            m_parts.shell.open({page::LOOP, loop->id.text()});
        }
    });
    connect(column.cards, &LoopCardList::sidewaysPressed, this,
            [this, index](int direction) { moveSideways(index, direction); });
    connect(column.cards, &VirtualList::currentChanged, this, [this, index] {
        m_column = index;
        refreshAvailability();
    });
    return box;
}

QList<QWidget*> LoopsPage::panes() const
{
    if (m_body->currentWidget() == &m_body->emptyState()) {
        return {m_body->emptyState().button()};
    }
    QList<QWidget*> panes;
    // The column with the keyboard comes first: that is where the page is entered.
    for (int offset = 0; offset < BOARD_COLUMNS; ++offset) {
        LoopCardList* cards = m_columns[static_cast<size_t>((m_column + offset) % 4)].cards;
        if (cards->rowCount() > 0) {
            panes.append(cards);
        }
    }
    return panes.isEmpty() ? QList<QWidget*>{m_newIssue} : panes;
}

void LoopsPage::registerActions()
{
    ActionRegistry& actions = m_parts.actions;
    actions.add({u"loop.cancel"_s, tr("&Cancel loop"), tr("Loop"), Qt::CTRL | Qt::Key_Period,
                 u"ban"_s, tr("stop abort")},
                this, [this] { cancelLoop(); });
    actions.add(
        {u"loop.demo"_s, tr("Run the demo"), tr("Loop"), {}, u"play"_s, tr("example sample try")},
        this, [this] { runDemo(); });
    refreshAvailability();
}

void LoopsPage::refresh()
{
    const auto board = boardOf(m_parts.session.loops());
    for (size_t index = 0; index < board.size(); ++index) {
        m_columns[index].cards->setLoops(board[index]);
        m_columns[index].count->setText(locale().toString(board[index].size()));
    }
    m_body->setEmpty(m_parts.session.loops().isEmpty());
    refreshAvailability();
}

void LoopsPage::refreshAvailability()
{
    const LoopRow* loop = currentLoop();
    const bool alive = loop != nullptr && !loop->isOver();
    const bool past = m_parts.session.isPast();
    m_newIssue->setEnabled(!past);
    m_body->emptyState().button()->setEnabled(!past);
    m_parts.actions.setAvailable(u"loop.cancel"_s, alive && !past,
                                 past       ? tr("this is the past")
                                     : loop ? tr("this loop has ended")
                                            : tr("choose a loop first"));
}

const LoopRow* LoopsPage::currentLoop() const
{
    const LoopCardList* cards = m_columns[static_cast<size_t>(m_column)].cards;
    return cards == nullptr ? nullptr : cards->currentLoop();
}

void LoopsPage::moveSideways(int from, int direction)
{
    const LoopCardList* source = m_columns[static_cast<size_t>(from)].cards;
    for (int to = from + direction; to >= 0 && to < BOARD_COLUMNS; to += direction) {
        LoopCardList* target = m_columns[static_cast<size_t>(to)].cards;
        if (target->rowCount() == 0) {
            continue;
        }
        // The card at the same height, so that the eye need not jump.
        const int middle = source->rowRect(std::max<qint64>(0, source->currentRow())).center().y();
        const qint64 beside = target->rowAt({target->viewport()->width() / 2, middle});
        target->setCurrentRow(beside < 0 ? target->endOfVisibleRows() - 1 : beside);
        target->setFocus(Qt::OtherFocusReason);
        return;
    }
}

void LoopsPage::runDemo()
{
    QAction* action = m_parts.actions.find(u"loop.demo"_s);
    if (!action->isEnabled()) {
        return;
    }
    m_parts.actions.setAvailable(u"loop.demo"_s, false, tr("it is being prepared"));
    m_body->emptyState().button()->setEnabled(false);
    m_message->clearActions();
    m_message->setDetails({});
    m_message->showMessage(MessageKind::Note, tr("The demo project is being prepared …"));
    whenDone(m_parts.session.engine().submit(engine::StartDemo{}), this,
             [this](const Result<engine::CommandReceipt>& done) {
                 m_parts.actions.setAvailable(u"loop.demo"_s, true, {});
                 m_body->emptyState().button()->setEnabled(true);
                 if (done) {
                     m_message->hide();
                 } else {
                     showError(*m_message, done.error());
                 }
             });
}

void LoopsPage::cancelLoop()
{
    const LoopRow* loop = currentLoop();
    if (loop == nullptr) {
        return;
    }
    const auto send = [this, id = loop->id] {
        whenDone(m_parts.session.engine().submit(
                     engine::CancelLoop{id, QStringLiteral("cancelled on the board")}),
                 this, [this](const Result<engine::CommandReceipt>& done) {
                     if (!done) {
                         showError(*m_message, done.error());
                     }
                 });
    };
    m_parts.shell.offerUndo(
        {.text = tr("Loop %1 will be cancelled").arg(issueLabel(loop->issueNumber)),
         .undo = [] { },
         .keep = send});
}

} // namespace tamma::ui
