// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/record/event_inspector.h"

#include "core/base/json.h"
#include "core/events/catalog.h"
#include "core/events/codec.h"
#include "ui/client/gui_session.h"
#include "ui/models/filter_text.h"
#include "ui/pages/record/event_neighbours.h"
#include "ui/pages/record/json_colours.h"
#include "ui/pages/record/link_line.h"
#include "ui/text/approval_text.h"
#include "ui/text/event_text.h"
#include "ui/text/status_text.h"
#include "ui/text/time_text.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/metrics.h"
#include "ui/widgets/text_label.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QToolButton>

namespace tamma::ui {

using namespace Qt::StringLiterals;
using events::StoredEvent;

namespace {

QString eventLine(const StoredEvent& stored)
{
    const QString text = eventText(stored.event.payload);
    return QLocale().toString(stored.position.value) + u"  "_s
        + events::catalog::typeName(stored.event.payload)
        + (text.isEmpty() ? QString() : u"  "_s + text);
}

QString titled(int number, const QString& title)
{
    return title.isEmpty() ? issueLabel(number) : issueLabel(number) + u' ' + title;
}

} // namespace

EventInspector::EventInspector(GuiSession& session, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_neighbours(new Neighbourhood(session, this))
    , m_title(new TextLabel(TextRole::Section, tr("Event"), this))
    , m_facts(new TextLabel(TextRole::Secondary, {}, this))
    , m_previous(
          makeTool(u"eventPrevious"_s, u"chevron-up"_s, tr("Previous event of the same loop")))
    , m_next(makeTool(u"eventNext"_s, u"chevron-down"_s, tr("Next event of the same loop")))
    , m_links(new QWidget(this))
    , m_lines(new QGridLayout(m_links))
    , m_text(new QPlainTextEdit(this))
    , m_colours(new JsonColours(m_text->document(), *m_text))
    , m_related(new QPushButton(icon(u"list-filter"_s), tr("Only this loop"), this))
{
    setObjectName(u"eventInspector"_s);
    m_title->setObjectName(u"eventTitle"_s);
    m_facts->setObjectName(u"eventFacts"_s);
    m_facts->setWordWrap(true);
    m_links->setObjectName(u"eventLinks"_s);
    m_lines->setContentsMargins(0, 0, 0, 0);
    m_lines->setHorizontalSpacing(metrics::SPACE_2);
    m_lines->setVerticalSpacing(0);
    m_lines->setColumnStretch(1, 1);
    m_text->setObjectName(u"eventJson"_s);
    m_text->setAccessibleName(tr("The event as JSON"));
    m_text->setReadOnly(true);
    m_text->setLineWrapMode(QPlainTextEdit::WidgetWidth);
    m_text->setFont(metrics::code(font()));
    m_text->installEventFilter(this);
    m_related->setObjectName(u"eventRelated"_s);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(metrics::SPACE_2, 0, 0, 0);
    layout->setSpacing(metrics::SPACE_2);
    layout->addLayout(makeHead());
    layout->addWidget(m_facts);
    layout->addWidget(m_links);
    layout->addWidget(m_text, 1);
    layout->addLayout(makeButtons());
    connect(m_neighbours, &Neighbourhood::changed, this, &EventInspector::showLinks);
    showLinks();
}

QToolButton* EventInspector::makeTool(const QString& name, const QString& iconName,
                                      const QString& text)
{
    auto* tool = new QToolButton(this);
    tool->setObjectName(name);
    tool->setIcon(icon(iconName));
    tool->setAutoRaise(true);
    tool->setAccessibleName(text);
    tool->setToolTip(text);
    return tool;
}

QLayout* EventInspector::makeHead()
{
    QToolButton* moment
        = makeTool(u"eventMoment"_s, u"history"_s,
                   tr("Show loops, inbox and issues as they were right after this event"));
    QToolButton* close = makeTool(u"eventClose"_s, u"x"_s, tr("Close"));
    auto* head = new QHBoxLayout;
    head->setSpacing(metrics::SPACE_1);
    head->addWidget(m_title, 1);
    head->addWidget(moment);
    head->addWidget(m_previous);
    head->addWidget(m_next);
    head->addWidget(close);
    connect(m_previous, &QToolButton::clicked, this, &EventInspector::goToPrevious);
    connect(m_next, &QToolButton::clicked, this, &EventInspector::goToNext);
    connect(moment, &QToolButton::clicked, this, [this] { m_session.travelTo(m_event.position); });
    connect(close, &QToolButton::clicked, this, &EventInspector::closed);
    return head;
}

QLayout* EventInspector::makeButtons()
{
    auto* copy = new QPushButton(icon(u"copy"_s), tr("Copy"), this);
    copy->setObjectName(u"eventCopy"_s);
    copy->setToolTip(tr("Copies the event as JSON"));
    auto* copyId = new QPushButton(tr("Copy id"), this);
    copyId->setObjectName(u"eventCopyId"_s);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(metrics::SPACE_2);
    buttons->addWidget(copy);
    buttons->addWidget(copyId);
    buttons->addWidget(m_related);
    buttons->addStretch();
    connect(copy, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(m_text->toPlainText()); });
    connect(copyId, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(m_event.event.id.text()); });
    connect(m_related, &QPushButton::clicked, this, [this] {
        emit filterWanted(partText(events::tag::LOOP, m_event.event.tags.value(events::tag::LOOP)));
    });
    return buttons;
}

void EventInspector::setEvent(const StoredEvent& stored)
{
    if (stored == m_event) {
        return;
    }
    m_event = stored;
    m_title->setText(tr("Event %1").arg(locale().toString(stored.position.value)));
    m_facts->setText(events::catalog::typeName(stored.event.payload) + u" · "_s
                     + dateTimeText(stored.event.timestamp)
                     + (stored.event.metadata.actor.isEmpty()
                            ? QString()
                            : u" · "_s + stored.event.metadata.actor));
    m_text->setPlainText(QString::fromUtf8(json::indented(events::codec::toJson(stored))));
    m_related->setEnabled(!stored.event.tags.value(events::tag::LOOP).isEmpty());
    m_neighbours->look(stored);
}

void EventInspector::goToPrevious()
{
    if (const auto& previous = m_neighbours->neighbours().previous) {
        emit eventWanted(StoredEvent(*previous));
    }
}

void EventInspector::goToNext()
{
    if (const auto& next = m_neighbours->neighbours().next) {
        emit eventWanted(StoredEvent(*next));
    }
}

void EventInspector::showLinks()
{
    const auto old = m_links->findChildren<QWidget*>(Qt::FindDirectChildrenOnly);
    for (QWidget* one : old) {
        m_lines->removeWidget(one);
        one->hide();
        one->deleteLater(); // It may be the one whose click led here.
    }
    m_usedLines = 0;
    const Neighbours& around = m_neighbours->neighbours();
    m_previous->setEnabled(around.previous.has_value());
    m_next->setEnabled(around.next.has_value());
    const events::Tags& tags = m_event.event.tags;
    if (const auto* loop = m_session.loop(LoopId(tags.value(events::tag::LOOP)))) {
        addLink(tr("Loop"), titled(loop->issueNumber, loop->title), {page::LOOP, loop->id.text()});
    }
    if (const auto* issue = m_session.issue(IssueId(tags.value(events::tag::ISSUE)))) {
        addLink(tr("Issue"), titled(issue->number, issue->title), {page::ISSUES, issue->id.text()});
    }
    const ApprovalId asked(tags.value(events::tag::APPROVAL));
    if (const auto* approval = m_session.approval(asked)) {
        addLink(tr("Approval"), approvalHeadline(*approval), {page::INBOX, asked.text()});
    }
    if (around.loop) {
        addText(tr("State then"),
                loopHeadline(*around.loop) + u" · "_s
                    + loopFacts(*around.loop, m_event.event.timestamp));
    }
    if (around.cause) {
        addLink(tr("Caused by"), *around.cause);
    }
    for (const StoredEvent& effect : around.effects) {
        addLink(&effect == &around.effects.first() ? tr("Led to") : QString(), effect);
    }
    m_links->setVisible(m_usedLines > 0);
}

void EventInspector::addText(const QString& label, const QString& text)
{
    const int row = m_usedLines++;
    m_lines->addWidget(new TextLabel(TextRole::Secondary, label, m_links), row, 0);
    auto* value = new ElidedLabel(TextRole::Body, text, m_links);
    value->setObjectName(u"eventState"_s);
    m_lines->addWidget(value, row, 1);
}

LinkLine* EventInspector::addLine(const QString& label, const QString& text)
{
    const int row = m_usedLines++;
    m_lines->addWidget(new TextLabel(TextRole::Secondary, label, m_links), row, 0);
    auto* line = new LinkLine(text, m_links);
    line->setAccessibleName(label.isEmpty() ? text : label + u": "_s + text);
    m_lines->addWidget(line, row, 1);
    return line;
}

void EventInspector::addLink(const QString& label, const QString& text, const Place& place)
{
    LinkLine* line = addLine(label, text);
    line->setObjectName(u"eventLink-"_s + place.page);
    connect(line, &LinkLine::clicked, this, [this, place] { emit placeWanted(place); });
}

void EventInspector::addLink(const QString& label, const StoredEvent& stored)
{
    LinkLine* line = addLine(label, eventLine(stored));
    line->setObjectName(u"eventLink-event-%1"_s.arg(stored.position.value));
    connect(line, &LinkLine::clicked, this, [this, stored] { emit eventWanted(stored); });
}

bool EventInspector::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_text && event->type() == QEvent::PaletteChange) {
        m_colours->rehighlight();
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace tamma::ui
