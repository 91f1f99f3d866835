// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/record/record_page.h"

#include "ui/client/gui_session.h"
#include "ui/pages/record/event_inspector.h"
#include "ui/pages/record/record_list.h"
#include "ui/pages/record/record_source.h"
#include "ui/shell/action_registry.h"
#include "ui/shell/page_body.h"
#include "ui/shell/show_error.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/metrics.h"
#include "ui/widgets/page_header.h"

#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace tamma::ui {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr qint64 NEAR_TOP = 40;
constexpr qint64 MORE = 200;

} // namespace

RecordPage::RecordPage(const PageParts& parts, QWidget* parent)
    : Page(parent)
    , m_parts(parts)
    , m_header(new PageHeader(tr("Record"), this))
    , m_filter(new QLineEdit(this))
    , m_follow(new QPushButton(icon(u"arrow-down"_s), tr("Follow"), this))
    , m_message(new InlineMessage(this))
    , m_source(new RecordSource(parts.session, this))
    , m_list(new RecordList(parts.session, *m_source, this))
    , m_nothing(new EmptyState(this))
    , m_left(new QStackedWidget(this))
    , m_inspector(new EventInspector(this))
{
    m_body = new PageBody(parts.session, makeContent(), this);
    m_body->emptyState().setContent(
        u"history"_s, tr("Nothing is recorded yet"),
        tr("Everything that loops, agents, gates and people do is written down here, for good."));
    m_body->emptyState().setAction(tr("Look at the loops"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(metrics::PAGE_MARGIN, metrics::SPACE_4, metrics::PAGE_MARGIN,
                               metrics::SPACE_4);
    layout->setSpacing(metrics::SPACE_4);
    layout->addWidget(m_header);
    layout->addWidget(m_body, 1);
    registerActions();
    connectList();
    connect(&m_body->emptyState(), &EmptyState::actionTriggered, this,
            [this] { m_parts.shell.open({page::LOOPS}); });
    m_typing.setSingleShot(true);
    m_typing.setInterval(150ms);
    connect(&m_typing, &QTimer::timeout, this, &RecordPage::applyFilter);
    connect(m_filter, &QLineEdit::textChanged, &m_typing, qOverload<>(&QTimer::start));
    connect(m_filter, &QLineEdit::returnPressed, this, &RecordPage::applyFilter);
    connect(m_nothing, &EmptyState::actionTriggered, m_filter, &QLineEdit::clear);
    connect(&parts.session, &GuiSession::phaseChanged, this, &RecordPage::applyFilter);
    applyFilter();
}

QWidget* RecordPage::makeFilterBar()
{
    m_filter->setObjectName(u"recordFilter"_s);
    m_filter->setAccessibleName(tr("Filter"));
    m_filter->setPlaceholderText(tr("Filter:  type:GATE.FAILED   gateId:test   words"));
    m_filter->setClearButtonEnabled(true);
    m_filter->addAction(icon(u"list-filter"_s), QLineEdit::LeadingPosition);
    m_follow->setObjectName(u"recordFollow"_s);
    m_follow->setCheckable(true);
    m_follow->setChecked(true);
    m_follow->setToolTip(tr("Shows the newest events as they come"));
    auto* bar = new QWidget(this);
    auto* layout = new QHBoxLayout(bar);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(metrics::SPACE_2);
    layout->addWidget(m_filter, 1);
    layout->addWidget(m_follow);
    return bar;
}

QWidget* RecordPage::makeContent()
{
    m_message->setObjectName(u"recordMessage"_s);
    m_message->hide();
    m_nothing->setObjectName(u"recordNothing"_s);
    auto* table = new QWidget(this);
    auto* rows = new QVBoxLayout(table);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(0);
    rows->addWidget(new RecordHeader(table));
    rows->addWidget(m_list, 1);
    m_left->setObjectName(u"recordLeft"_s);
    m_left->addWidget(table);
    m_left->addWidget(m_nothing);
    m_left->setMinimumWidth(380);
    m_inspector->setMinimumWidth(220);
    auto* splitter = new QSplitter(Qt::Horizontal, this);
    splitter->setObjectName(u"recordSplitter"_s);
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(m_left);
    splitter->addWidget(m_inspector);
    splitter->setStretchFactor(0, 1);
    splitter->setSizes({640, 400});
    auto* content = new QWidget(this);
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(metrics::SPACE_3);
    layout->addWidget(makeFilterBar());
    layout->addWidget(m_message);
    layout->addWidget(splitter, 1);
    return content;
}

void RecordPage::registerActions()
{
    m_parts.actions.add({u"record.filter"_s, tr("Filter the record"), tr("Record"),
                         Qt::CTRL | Qt::SHIFT | Qt::Key_F, u"list-filter"_s,
                         tr("search find events")},
                        this, [this] {
                            m_parts.shell.open({page::RECORD});
                            m_filter->setFocus(Qt::ShortcutFocusReason);
                            m_filter->selectAll();
                        });
    m_parts.actions.add({u"record.failures"_s,
                         tr("Show failed gates"),
                         tr("Record"),
                         {},
                         u"octagon-x"_s,
                         tr("errors red")},
                        this,
                        [this] { m_parts.shell.open({page::RECORD, u"type:GATE.FAILED"_s}); });
}

void RecordPage::connectList()
{
    connect(m_source, &RecordSource::progressed, this, &RecordPage::showProgress);
    connect(m_source, &RecordSource::failed, this, [this](const Error& error) {
        showError(*m_message, error);
        connect(m_message->addAction(tr("Try again")), &QPushButton::clicked, this,
                &RecordPage::applyFilter);
    });
    connect(m_list, &VirtualList::currentChanged, this, &RecordPage::showCurrent);
    connect(m_list, &VirtualList::activated, this,
            [this] { m_inspector->text()->setFocus(Qt::OtherFocusReason); });
    connect(m_list, &VirtualList::scrolled, this, &RecordPage::fetchWhenNearTop);
    connect(m_list, &VirtualList::followingChanged, this, [this](bool following) {
        m_follow->setChecked(following);
        m_source->setFollowed(following);
    });
    connect(m_follow, &QPushButton::clicked, this, [this](bool wanted) {
        if (wanted) {
            m_list->scrollToEnd();
        } else {
            m_list->setScrollTop(m_list->scrollTop() - metrics::DENSE_ROW);
        }
        m_follow->setChecked(m_list->isFollowing());
    });
    connect(m_inspector, &EventInspector::filterWanted, m_filter, &QLineEdit::setText);
    connect(m_inspector, &EventInspector::closed, this, [this] {
        m_list->setCurrentRow(-1);
        m_list->setFocus(Qt::OtherFocusReason);
    });
}

void RecordPage::show(const Place& place)
{
    if (!place.item.isEmpty()) {
        m_filter->setText(place.item);
        applyFilter();
    }
}

QList<QWidget*> RecordPage::panes() const
{
    return {m_list, m_filter, m_inspector->text()}; // F6 leaves out what is not visible.
}

void RecordPage::applyFilter()
{
    m_typing.stop();
    m_message->hide();
    m_source->setFilter(parseRecordFilter(m_filter->text()));
    m_list->scrollToEnd();
    showCurrent();
}

void RecordPage::showProgress()
{
    const bool filtered = !m_source->filter().isEmpty();
    const QString count = locale().toString(m_source->rowCount());
    QString text;
    if (!filtered) {
        text = m_source->isComplete() ? tr("%1 events").arg(count)
                                      : tr("the newest %1 events").arg(count);
    } else if (m_source->isComplete()) {
        text = tr("%1 match").arg(count);
    } else {
        text = tr("%1 match since event %2")
                   .arg(count, locale().toString(m_source->searchedBackTo().value + 1));
    }
    m_header->setSubtitle(text);
    const bool nothing = filtered && m_source->rowCount() == 0;
    const QString all = locale().toString(m_parts.session.upTo().value);
    if (m_source->isSearching()) {
        m_nothing->setContent(u"search"_s, tr("Searching …"),
                              tr("Nothing among the events since %1 so far.")
                                  .arg(locale().toString(m_source->searchedBackTo().value + 1)));
    } else {
        m_nothing->setContent(u"list-filter"_s, tr("0 of %1 match").arg(all),
                              tr("No event fits the filter “%1”.").arg(m_source->filter().source));
    }
    m_nothing->setAction(tr("Clear filter"));
    m_left->setCurrentIndex(nothing ? 1 : 0);
    m_body->setEmpty(m_parts.session.upTo() == Position{});
}

void RecordPage::showCurrent()
{
    const qint64 row = m_list->currentRow();
    if (row >= 0) {
        m_inspector->setEvent(m_source->at(row));
    }
    m_inspector->setVisible(row >= 0); // Until then the list has the room.
}

void RecordPage::fetchWhenNearTop()
{
    if (m_list->firstVisibleRow() < NEAR_TOP && !m_source->isComplete()) {
        m_source->fetchOlder(MORE);
    }
}

} // namespace tamma::ui
