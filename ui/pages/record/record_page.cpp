// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/record/record_page.h"

#include "ui/client/gui_session.h"
#include "ui/client/when_done.h"
#include "ui/pages/record/density_strip.h"
#include "ui/pages/record/event_inspector.h"
#include "ui/pages/record/export_bar.h"
#include "ui/pages/record/filter_bar.h"
#include "ui/pages/record/record_list.h"
#include "ui/pages/record/record_source.h"
#include "ui/shell/action_registry.h"
#include "ui/shell/show_error.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/metrics.h"
#include "ui/widgets/page_header.h"
#include "ui/widgets/text_label.h"

#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QStackedWidget>

namespace tamma::ui {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using events::StoredEvent;

RecordPage::RecordPage(const PageParts& parts, QWidget* parent)
    : Page(parent)
    , m_parts(parts)
    , m_header(new PageHeader(tr("Record"), this))
    , m_bar(new FilterBar(parts, this))
    , m_strip(new DensityStrip(this))
    , m_export(new ExportBar(parts.session, this))
    , m_message(new InlineMessage(this))
    , m_status(new QWidget(this))
    , m_searchText(new TextLabel(TextRole::Secondary, {}, m_status))
    , m_stop(new QPushButton(tr("Stop"), m_status))
    , m_source(new RecordSource(parts.session, this))
    , m_list(new RecordList(parts.session, *m_source, this))
    , m_nothing(new EmptyState(this))
    , m_loading(new EmptyState(this))
    , m_empty(new EmptyState(this))
    , m_left(new QStackedWidget(this))
    , m_inspector(new EventInspector(parts.session, this))
    , m_body(new QStackedWidget(this))
{
    makeStates();
    registerActions();
    connectSource();
    connectList();
    connectInspector();
    m_patience.setSingleShot(true);
    m_patience.setInterval(300ms);
    connect(&m_patience, &QTimer::timeout, this, &RecordPage::showSearch);
    connect(m_empty, &EmptyState::actionTriggered, this,
            [this] { m_parts.shell.open({page::LOOPS}); });
    connect(m_nothing, &EmptyState::actionTriggered, m_bar, &FilterBar::clear);
    connect(m_bar, &FilterBar::filterChanged, this, &RecordPage::applyFilter);
    connect(m_bar, &FilterBar::exportWanted, this, [this](engine::ExportFormat format) {
        m_export->askAndStart(m_source->answer().matches, format);
    });
    connect(m_export, &ExportBar::runningChanged, this, &RecordPage::showProgress);
    connect(&parts.session, &GuiSession::momentChanged, this, &RecordPage::applyFilter);
    connect(m_strip, &DensityStrip::wanted, this, &RecordPage::scrollTo);
    connect(m_stop, &QPushButton::clicked, this, [this] {
        m_stopped = !m_stopped;
        m_source->setSearching(!m_stopped);
    });
    showCurrent();
    showState();
}

void RecordPage::registerActions()
{
    m_parts.actions.add({u"record.filter"_s, tr("Filter the record"), tr("Record"),
                         Qt::CTRL | Qt::SHIFT | Qt::Key_F, u"list-filter"_s,
                         tr("search find events")},
                        this, [this] {
                            m_parts.shell.open({page::RECORD});
                            m_bar->edit()->setFocus(Qt::ShortcutFocusReason);
                            m_bar->edit()->selectAll();
                        });
    m_parts.actions.add({u"record.failures"_s,
                         tr("Show failed gates"),
                         tr("Record"),
                         {},
                         u"octagon-x"_s,
                         tr("errors red")},
                        this,
                        [this] { m_parts.shell.open({page::RECORD, u"type:GATE.FAILED"_s}); });
    m_parts.actions.add({u"record.previous"_s, tr("Previous event of this loop"), tr("Record"),
                         Qt::ALT | Qt::Key_Up, u"chevron-up"_s, tr("before cause"), true},
                        this, [this] { m_inspector->goToPrevious(); });
    m_parts.actions.add({u"record.next"_s, tr("Next event of this loop"), tr("Record"),
                         Qt::ALT | Qt::Key_Down, u"chevron-down"_s, tr("after effect"), true},
                        this, [this] { m_inspector->goToNext(); });
}

void RecordPage::connectSource()
{
    connect(m_source, &RecordSource::progressed, this, &RecordPage::showProgress);
    connect(m_source, &RecordSource::failed, this, &RecordPage::showFailure);
    connect(m_source, &RowSource::replaced, this, [this] { // The list has its new rows already.
        if (m_list->currentRow() >= 0) {
            m_list->ensureVisible(m_list->currentRow());
        } else {
            m_list->scrollToEnd();
        }
        m_strip->refresh();
    });
    connect(m_source, &RowSource::changed, this, [this] {
        if (const StoredEvent* stored = m_awaited ? m_source->at(*m_awaited) : nullptr) {
            m_awaited.reset();
            m_inspector->setEvent(*stored);
        }
    });
}

void RecordPage::connectList()
{
    connect(m_list, &VirtualList::currentChanged, this, &RecordPage::showCurrent);
    connect(m_list, &RecordList::copyFailed, this, &RecordPage::showFailure);
    connect(m_list, &VirtualList::activated, this,
            [this] { m_inspector->text()->setFocus(Qt::OtherFocusReason); });
    connect(m_list, &VirtualList::scrolled, this, [this] {
        m_source->prefetch(m_list->firstVisibleRow(), m_list->endOfVisibleRows());
        showSeen();
    });
    connect(m_list, &VirtualList::followingChanged, m_bar->follow(), &QPushButton::setChecked);
    connect(m_bar->follow(), &QPushButton::clicked, this, [this](bool wanted) {
        if (wanted) {
            m_list->scrollToEnd();
        } else {
            m_list->setScrollTop(m_list->scrollTop() - metrics::DENSE_ROW);
        }
        m_bar->follow()->setChecked(m_list->isFollowing());
    });
}

void RecordPage::connectInspector()
{
    connect(m_inspector, &EventInspector::filterWanted, m_bar, &FilterBar::setText);
    connect(m_inspector, &EventInspector::placeWanted, this,
            [this](const Place& place) { m_parts.shell.open(place); });
    connect(m_inspector, &EventInspector::eventWanted, this, &RecordPage::goTo);
    connect(m_inspector, &EventInspector::closed, this, [this] {
        m_list->setCurrentRow(-1);
        showCurrent();
        m_list->setFocus(Qt::OtherFocusReason);
    });
}

void RecordPage::show(const Place& place)
{
    if (!place.item.isEmpty()) {
        m_bar->setText(place.item);
    }
    if (const qint64 position = place.part.toLongLong(); position > 0) {
        m_wanted = Position{position};
        goToWanted();
    }
}

void RecordPage::goToWanted()
{
    const qint64 row = m_wanted ? m_source->rowOf(RowId(quint64(m_wanted->value))) : -1;
    if (row >= 0) {
        m_wanted.reset();
        m_list->setCurrentRow(row);
    }
}

QList<QWidget*> RecordPage::panes() const
{
    // F6 leaves out what is not visible.
    return {m_list, m_bar->edit(), m_strip, m_inspector->text()};
}

void RecordPage::showEvent(QShowEvent* event)
{
    Page::showEvent(event);
    if (m_unasked) {
        applyFilter();
    } else {
        m_source->setSearching(!m_stopped);
    }
}

void RecordPage::hideEvent(QHideEvent* event)
{
    Page::hideEvent(event);
    m_source->setSearching(false); // Nobody looks: what is left can wait.
}

void RecordPage::applyFilter()
{
    m_unasked = !isVisible();
    if (m_unasked) {
        return;
    }
    m_message->hide();
    m_hasFailed = false;
    m_stopped = false;
    m_parsed = parseFilter(m_bar->text(), m_parts.session.now());
    m_bar->showNotUnderstood(m_parsed.notUnderstood);
    m_status->hide();
    m_source->setFilter(m_parsed.filter);
    lookForKeys();
}

// A key that no event has matches nothing, and looks like a key that no event of these has.
void RecordPage::lookForKeys()
{
    m_unknownKey.clear();
    if (m_parsed.filter.tags.isEmpty()) {
        return;
    }
    const engine::WordQuestion question{.prefix = {}, .keysOnly = true, .most = 500};
    whenDone(m_parts.session.engine().recordWords(question), this,
             [this, source = m_parsed.source](const QStringList& known) {
                 if (source != m_parsed.source) {
                     return;
                 }
                 QString some = known.first(std::min<qsizetype>(12, known.size())).join(u", "_s);
                 some.remove(u':');
                 for (const auto& [key, value] : m_parsed.filter.tags.pairs()) {
                     if (!known.contains(key + u':')) {
                         m_unknownKey
                             = tr("No event has a tag “%1”. There are %2.").arg(key, some);
                     }
                 }
                 showState();
             });
}

void RecordPage::showFailure(const Error& error)
{
    m_hasFailed = true;
    InlineMessage* message = m_source->isAnswered() ? m_message : m_error;
    showError(*message, error);
    connect(message->addAction(tr("Try again")), &QPushButton::clicked, this, [this] {
        m_parts.session.retry();
        applyFilter();
    });
}

void RecordPage::showProgress()
{
    const auto& answer = m_source->answer();
    m_strip->setAnswer(&answer);
    m_bar->setExportable(answer.matches.count() > 0 && !m_export->isRunning());
    const bool searches = m_source->isAnswered() && !answer.isWhole() && !m_hasFailed;
    if (!searches) {
        m_patience.stop();
        m_status->hide();
    } else if (m_status->isVisible()) {
        showSearch();
    } else if (!m_patience.isActive()) {
        m_patience.start();
    }
    goToWanted();
    showCount();
    showState();
    showSeen();
}

void RecordPage::showCount()
{
    const qint64 count = m_source->rowCount();
    const QString rows = locale().toString(count);
    const QString all = locale().toString(m_source->knownEvents());
    const bool whole = m_source->answer().isWhole();
    if (!m_source->isCurrent() && !m_hasFailed) {
        return; // The rows, and their number, stay until the answer is there.
    }
    QString text;
    if (!m_source->isCurrent()) {
        text = QString();
    } else if (m_source->filter().isEmpty()) {
        text = whole ? tr("%1 events").arg(rows) : tr("the newest %1 events").arg(rows);
    } else {
        text = whole ? tr("%1 of %2 events").arg(rows, all) : tr("%1+ of %2 events").arg(rows, all);
    }
    m_header->setSubtitle(text);
}

void RecordPage::showSearch()
{
    const auto& answer = m_source->answer();
    const auto share = 100 * (answer.upTo.value - answer.searchedBackTo.value)
        / std::max<qint64>(1, answer.upTo.value);
    const bool columns = answer.knownBackTo == answer.searchedBackTo;
    m_searchText->setText(m_stopped     ? tr("Stopped at %1 %").arg(share)
                              : columns ? tr("Reading the record: %1 %").arg(share)
                                        : tr("Searching: %1 %").arg(share));
    m_searchText->setToolTip(
        columns ? tr("The record is read once. What was read so far can be used already.")
                : tr("Words are looked for in the events themselves, the newest first."));
    m_stop->setText(m_stopped ? tr("Go on") : tr("Stop"));
    m_status->show();
}

void RecordPage::showState()
{
    const auto& answer = m_source->answer();
    const bool none = answer.isWhole() && m_source->rowCount() == 0;
    if (!m_source->isAnswered()) {
        m_body->setCurrentWidget(m_hasFailed ? m_failed : static_cast<QWidget*>(m_loading));
    } else if (none && m_bar->text().isEmpty() && m_source->filter().isEmpty()) {
        m_body->setCurrentWidget(m_empty);
    } else {
        m_body->setCurrentWidget(m_content);
    }
    const bool nothing = m_source->rowCount() == 0;
    if (nothing) {
        showNothing();
    }
    m_left->setCurrentIndex(nothing ? 1 : 0);
}

void RecordPage::showNothing()
{
    const QString all = locale().toString(m_source->knownEvents());
    if (!m_source->answer().isWhole()) {
        m_nothing->setContent(u"search"_s, tr("Searching …"),
                              tr("Nothing among the newest events so far."));
    } else {
        m_nothing->setContent(u"list-filter"_s, tr("0 of %1 match").arg(all),
                              m_unknownKey.isEmpty()
                                  ? tr("No event fits the filter “%1”.").arg(m_parsed.source)
                                  : m_unknownKey);
    }
}

void RecordPage::showSeen()
{
    const qint64 last = std::min(m_list->endOfVisibleRows(), m_source->rowCount()) - 1;
    const qint64 first = std::min(m_list->firstVisibleRow(), last);
    if (first < 0) {
        m_strip->setSeen({}, {});
        return;
    }
    const auto& matches = m_source->answer().matches;
    m_strip->setSeen(matches.at(first), matches.at(last));
}

void RecordPage::showCurrent()
{
    const qint64 row = m_list->currentRow();
    m_awaited.reset();
    if (row >= 0) {
        if (const StoredEvent* stored = m_source->at(row)) {
            m_inspector->setEvent(*stored);
        } else {
            m_awaited = m_source->answer().matches.at(row);
        }
    }
    m_inspector->setVisible(row >= 0); // Until then the list has the room.
}

void RecordPage::goTo(const StoredEvent& stored)
{
    const qint64 row = m_source->rowOf(RowId(static_cast<quint64>(stored.position.value)));
    if (row >= 0) {
        m_list->setCurrentRow(row);
    } else {
        m_inspector->setEvent(stored); // The filter hides its row; it can be read all the same.
    }
}

void RecordPage::scrollTo(Position position)
{
    const auto& matches = m_source->answer().matches;
    const qint64 row = std::max<qint64>(0, matches.before({position.value + 1}) - 1);
    const qint64 half = (m_list->endOfVisibleRows() - m_list->firstVisibleRow()) / 2;
    m_list->setScrollTop(std::max<qint64>(0, row - half) * metrics::DENSE_ROW);
    showSeen();
}

} // namespace tamma::ui
