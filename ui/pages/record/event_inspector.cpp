// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/record/event_inspector.h"

#include "core/base/json.h"
#include "core/events/codec.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/metrics.h"
#include "ui/widgets/text_label.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QPlainTextEdit>
#include <QPushButton>

namespace tamma::ui {

using namespace Qt::StringLiterals;

EventInspector::EventInspector(QWidget* parent)
    : QWidget(parent)
    , m_title(new TextLabel(TextRole::Section, tr("Event"), this))
    , m_text(new QPlainTextEdit(this))
    , m_buttons(new QWidget(this))
{
    setObjectName(u"eventInspector"_s);
    m_title->setObjectName(u"eventTitle"_s);
    m_text->setObjectName(u"eventJson"_s);
    m_text->setAccessibleName(tr("The event as JSON"));
    m_text->setReadOnly(true);
    m_text->setLineWrapMode(QPlainTextEdit::WidgetWidth);
    m_text->setFont(metrics::code(font()));
    m_text->setPlaceholderText(tr("Choose an event to see all of it."));
    auto* copy = new QPushButton(icon(u"copy"_s), tr("Copy"), m_buttons);
    copy->setObjectName(u"eventCopy"_s);
    auto* related = new QPushButton(icon(u"list-filter"_s), tr("Only this loop"), m_buttons);
    related->setObjectName(u"eventRelated"_s);
    auto* buttons = new QHBoxLayout(m_buttons);
    buttons->setContentsMargins(0, 0, 0, 0);
    buttons->setSpacing(metrics::SPACE_2);
    buttons->addWidget(copy);
    buttons->addWidget(related);
    buttons->addStretch();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(metrics::SPACE_2, 0, 0, 0);
    layout->setSpacing(metrics::SPACE_2);
    layout->addWidget(m_title);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_buttons);
    connect(copy, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(m_text->toPlainText()); });
    connect(related, &QPushButton::clicked, this,
            [this] { emit filterWanted(events::tag::LOOP + u':' + m_loop); });
    clear();
}

void EventInspector::setEvent(const events::StoredEvent& stored)
{
    m_loop = stored.event.tags.value(events::tag::LOOP);
    m_title->setText(tr("Event %1").arg(locale().toString(stored.position.value)));
    m_text->setPlainText(QString::fromUtf8(json::indented(events::codec::toJson(stored))));
    m_buttons->setEnabled(true);
    m_buttons->findChild<QWidget*>(u"eventRelated"_s)->setEnabled(!m_loop.isEmpty());
}

void EventInspector::clear()
{
    m_title->setText(tr("Event"));
    m_text->clear();
    m_buttons->setEnabled(false);
}

} // namespace tamma::ui
