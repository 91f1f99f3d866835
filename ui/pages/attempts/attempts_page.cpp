// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/attempts/attempts_page.h"

#include "ui/client/gui_session.h"
#include "ui/client/when_done.h"
#include "ui/diff/changed_file_list.h"
#include "ui/diff/diff_pane.h"
#include "ui/pages/attempts/attempt_column.h"
#include "ui/shell/show_error.h"
#include "ui/text/status_text.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/metrics.h"
#include "ui/widgets/page_header.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>

namespace tamma::ui {

using namespace Qt::StringLiterals;
using readmodels::AttemptStory;

AttemptsPage::AttemptsPage(const PageParts& parts, QWidget* parent)
    : Page(parent)
    , m_parts(parts)
    , m_header(new PageHeader(tr("Compare attempts"), this))
    , m_open(new QPushButton(icon(u"arrow-up-right"_s), tr("Open loop"), this))
    , m_message(new InlineMessage(this))
    , m_left(new AttemptColumn(u"left"_s, tr("The earlier attempt"), this))
    , m_right(new AttemptColumn(u"right"_s, tr("The later attempt"), this))
    , m_diff(new DiffPane(parts.session.engine(), this))
    , m_nothing(new EmptyState(this))
    , m_states(new QStackedWidget(this))
{
    m_message->setObjectName(u"attemptsMessage"_s);
    m_message->hide();
    m_open->setObjectName(u"attemptsOpen"_s);
    m_nothing->setObjectName(u"attemptsNothing"_s);
    m_header->addWidget(m_open);
    m_states->addWidget(makeContent());
    m_states->addWidget(m_nothing);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(metrics::PAGE_MARGIN, metrics::SPACE_4, metrics::PAGE_MARGIN,
                               metrics::SPACE_4);
    layout->setSpacing(metrics::SPACE_4);
    layout->addWidget(m_header);
    layout->addWidget(m_message);
    layout->addWidget(m_states, 1);
    m_nothing->setContent(
        u"columns-2"_s, tr("No two attempts to compare"),
        tr("When a gate or a person sends the work of an agent back, its attempts "
           "can be compared here."));
    m_nothing->setAction(tr("Show the loops"));
    m_states->setCurrentWidget(m_nothing);
    m_open->setEnabled(false);
    const auto openLoop = [this] { m_parts.shell.open({page::LOOP, m_loop.text(), u"changes"_s}); };
    connect(m_open, &QPushButton::clicked, this, openLoop);
    connect(m_nothing, &EmptyState::actionTriggered, this,
            [this] { m_parts.shell.open({page::LOOPS}); });
    for (AttemptColumn* column : {m_left, m_right}) {
        connect(column, &AttemptColumn::chosen, this, &AttemptsPage::showCode);
    }
    connect(&parts.session, &GuiSession::changed, this,
            [this](const engine::ReadModelChange& change) {
                if (isVisible()
                    && std::ranges::contains(change.loops, m_loop, &readmodels::LoopRow::id)) {
                    load();
                }
            });
    connect(&parts.session, &GuiSession::momentChanged, this, &AttemptsPage::load);
}

QWidget* AttemptsPage::makeContent()
{
    auto* columns = new QSplitter(Qt::Horizontal, this);
    columns->setObjectName(u"attemptsColumns"_s);
    columns->setChildrenCollapsible(false);
    columns->addWidget(m_left);
    columns->addWidget(m_right);
    auto* splitter = new QSplitter(Qt::Vertical, this);
    splitter->setObjectName(u"attemptsSplitter"_s);
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(columns);
    splitter->addWidget(m_diff);
    m_diff->setMinimumHeight(160);
    m_diff->setDiffLayout(DiffLayout::SideBySide);
    splitter->setStretchFactor(1, 1);
    splitter->setSizes({280, 480});
    return splitter;
}

void AttemptsPage::show(const Place& place)
{
    if (!place.item.isEmpty() && place.item != m_loop.text()) {
        m_loop = LoopId(place.item);
        m_left->setAttempts({}, m_loop);
        m_right->setAttempts({}, m_loop);
    }
    load();
}

QList<QWidget*> AttemptsPage::panes() const
{
    if (m_states->currentWidget() == m_nothing) {
        return {m_nothing->button()};
    }
    return {m_left->box(),     m_left->prompt(), m_right->box(),
            m_right->prompt(), &m_diff->files(), &m_diff->view()};
}

void AttemptsPage::load()
{
    const readmodels::LoopRow* loop = m_parts.session.loop(m_loop);
    if (loop == nullptr) {
        return;
    }
    events::EventQuery query;
    for (const readmodels::LoopRow& one : m_parts.session.loops()) {
        if (one.issueId == loop->issueId) {
            query.items.append(
                {readmodels::attemptEventTypes(), {{events::tag::LOOP, one.id.text()}}});
        }
    }
    whenDone(m_parts.session.engine().events(query), this,
             [this, asked = ++m_asked](const Result<QList<events::StoredEvent>>& answer) {
                 if (asked == m_asked) {
                     take(answer);
                 }
             });
}

void AttemptsPage::take(const Result<QList<events::StoredEvent>>& answer)
{
    if (!answer) {
        showError(*m_message, answer.error());
        connect(m_message->addAction(tr("Try again")), &QPushButton::clicked, this,
                &AttemptsPage::load);
        return;
    }
    m_message->hide();
    readmodels::Attempts attempts;
    for (const events::StoredEvent& stored : *answer) {
        attempts.apply(stored);
    }
    const QList<AttemptStory>& rows = attempts.rows();
    const bool isNew = m_left->current() == nullptr;
    m_left->setAttempts(rows, m_loop);
    m_right->setAttempts(rows, m_loop);
    if (isNew && rows.size() > 1) {
        chooseTheLastTwo(rows);
    }
    const readmodels::LoopRow* loop = m_parts.session.loop(m_loop);
    m_header->setSubtitle(loop == nullptr ? QString()
                                          : issueLabel(loop->issueNumber) + u' ' + loop->title);
    m_open->setEnabled(loop != nullptr);
    m_states->setCurrentIndex(rows.size() > 1 ? 0 : 1);
    showCode();
}

/// The newest of this loop, and what was before it: of this loop too if it has two.
void AttemptsPage::chooseTheLastTwo(const QList<AttemptStory>& rows)
{
    const auto isHere = [this](const AttemptStory& one) { return one.loopId == m_loop; };
    const auto newest = std::find_if(rows.rbegin(), rows.rend(), isHere);
    const AttemptStory& right = newest == rows.rend() ? rows.last() : *newest;
    const auto isOther = [&right](const AttemptStory& one) { return &one != &right; };
    auto before = std::find_if(rows.rbegin(), rows.rend(), [&](const AttemptStory& one) {
        return isHere(one) && isOther(one);
    });
    if (before == rows.rend()) {
        before = std::find_if(rows.rbegin(), rows.rend(), isOther);
    }
    m_right->choose(right);
    m_left->choose(*before);
}

void AttemptsPage::showCode()
{
    const AttemptStory* left = m_left->current();
    const AttemptStory* right = m_right->current();
    const readmodels::LoopRow* loop = m_parts.session.loop(m_loop);
    if (left == nullptr || right == nullptr || loop == nullptr) {
        return;
    }
    if (left->commit == right->commit) {
        m_diff->showNothing(tr("Choose two different attempts."));
    } else {
        m_diff->showChange({loop->repository, left->commit, right->commit, {}});
    }
}

} // namespace tamma::ui
