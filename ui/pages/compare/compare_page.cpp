// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/compare/compare_page.h"

#include "ui/client/gui_session.h"
#include "ui/client/when_done.h"
#include "ui/diff/changed_file_list.h"
#include "ui/diff/diff_pane.h"
#include "ui/pages/compare/difference_list.h"
#include "ui/shell/show_error.h"
#include "ui/text/time_text.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/metrics.h"
#include "ui/widgets/page_header.h"

#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace tamma::ui {

using namespace Qt::StringLiterals;
using readmodels::LoopRow;

namespace {

QString momentLabel(const engine::Past& past, const QLocale& locale)
{
    const QString number = locale.toString(past.position.value);
    return past.position == Position{}
        ? ComparePage::tr("the beginning")
        : ComparePage::tr("event %1 (%2)").arg(number, dateTimeText(past.recorded));
}

const LoopRow* findLoop(const engine::Past& past, const LoopId& id)
{
    const auto found = std::ranges::find(past.loops, id, &LoopRow::id);
    return found == past.loops.end() ? nullptr : &*found;
}

} // namespace

ComparePage::ComparePage(const PageParts& parts, QWidget* parent)
    : Page(parent)
    , m_parts(parts)
    , m_header(new PageHeader(tr("What happened"), this))
    , m_open(new QPushButton(icon(u"arrow-up-right"_s), tr("Open loop"), this))
    , m_message(new InlineMessage(this))
    , m_list(new DifferenceList(this))
    , m_diff(new DiffPane(parts.session.engine(), this))
    , m_nothing(new EmptyState(this))
    , m_states(new QStackedWidget(this))
{
    m_message->setObjectName(u"compareMessage"_s);
    m_message->hide();
    m_open->setObjectName(u"compareOpen"_s);
    m_header->addWidget(m_open);
    m_nothing->setObjectName(u"compareNothing"_s);
    m_states->addWidget(makeContent());
    m_states->addWidget(m_nothing);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(metrics::PAGE_MARGIN, metrics::SPACE_4, metrics::PAGE_MARGIN,
                               metrics::SPACE_4);
    layout->setSpacing(metrics::SPACE_4);
    layout->addWidget(m_header);
    layout->addWidget(m_message);
    layout->addWidget(m_states, 1);
    const auto openLoop = [this] {
        const DifferenceLine* line = m_list->currentLine();
        if (line != nullptr && !line->loop.isEmpty()) {
            m_parts.shell.open({page::LOOP, line->loop.text()});
        }
    };
    connect(m_list, &VirtualList::currentChanged, this, &ComparePage::showCode);
    connect(m_list, &VirtualList::activated, this, openLoop);
    connect(m_open, &QPushButton::clicked, this, openLoop);
    connect(m_nothing, &EmptyState::actionTriggered, this,
            [this] { m_parts.shell.open({page::RECORD}); });
    m_nothing->setContent(u"history"_s, tr("No two moments are chosen"),
                          tr("Look at the past, set A at one moment, go to another one and choose "
                             "“Since A”."));
    m_states->setCurrentWidget(m_nothing);
    m_open->setEnabled(false);
}

QWidget* ComparePage::makeContent()
{
    auto* splitter = new QSplitter(Qt::Horizontal, this);
    splitter->setObjectName(u"compareSplitter"_s);
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(m_list);
    splitter->addWidget(m_diff);
    m_list->setMinimumWidth(240);
    m_diff->setMinimumWidth(320);
    splitter->setStretchFactor(1, 1);
    splitter->setSizes({360, 780});
    return splitter;
}

void ComparePage::show(const Place& place)
{
    const QStringList ends = place.item.split(u".."_s);
    if (ends.size() == 2) {
        m_from = {ends.first().toLongLong()};
        m_to = {ends.last().toLongLong()};
        load();
    }
}

QList<QWidget*> ComparePage::panes() const
{
    if (m_states->currentWidget() == m_nothing) {
        return {m_nothing->button()};
    }
    return {m_list, &m_diff->files(), &m_diff->view()};
}

void ComparePage::load()
{
    ++m_asked;
    m_before.reset();
    m_after.reset();
    m_message->hide();
    m_header->setSubtitle(tr("Reading the record …"));
    for (const bool isFirst : {true, false}) {
        whenDone(m_parts.session.engine().past(isFirst ? m_from : m_to), this,
                 [this, isFirst, asked = m_asked](const Result<engine::Past>& answer) {
                     if (asked == m_asked) {
                         take(isFirst, answer);
                     }
                 });
    }
}

void ComparePage::take(bool isFirst, const Result<engine::Past>& answer)
{
    if (!answer) {
        m_header->setSubtitle({});
        showError(*m_message, answer.error());
        connect(m_message->addAction(tr("Try again")), &QPushButton::clicked, this,
                &ComparePage::load);
        return;
    }
    (isFirst ? m_before : m_after) = *answer;
    if (m_before && m_after) {
        showDifferences();
    }
}

void ComparePage::showDifferences()
{
    const auto momentOf = [](const engine::Past& past) {
        return readmodels::Moment{past.loops, past.approvals, past.issues};
    };
    const auto lines = differenceLines(differencesBetween(momentOf(*m_before), momentOf(*m_after)));
    m_header->setSubtitle(
        tr("between %1 and %2")
            .arg(momentLabel(*m_before, locale()), momentLabel(*m_after, locale())));
    m_list->setLines(lines);
    m_nothing->setContent(u"history"_s, tr("Nothing happened in between"),
                          tr("No issue, loop or approval changed between these two moments."));
    m_nothing->setAction(tr("Look at the events"));
    m_states->setCurrentIndex(lines.isEmpty() ? 1 : 0);
    if (!lines.isEmpty() && m_list->currentRow() < 0) {
        m_list->setCurrentRow(0);
    }
    showCode();
}

void ComparePage::showCode()
{
    const DifferenceLine* line = m_list->currentLine();
    const bool hasLoop = line != nullptr && !line->loop.isEmpty();
    m_open->setEnabled(hasLoop);
    const LoopRow* after = hasLoop && m_after ? findLoop(*m_after, line->loop) : nullptr;
    if (after == nullptr || after->commit.isEmpty()) {
        m_diff->showNothing(tr("No code was changed for it by then."));
        return;
    }
    const LoopRow* before = findLoop(*m_before, line->loop);
    const QString from = before && !before->commit.isEmpty() ? before->commit : after->baseCommit;
    if (from == after->commit) {
        m_diff->showNothing(tr("The code is the same at both moments."));
        return;
    }
    m_diff->showChange({after->repository, from, after->commit, {}});
}

} // namespace tamma::ui
