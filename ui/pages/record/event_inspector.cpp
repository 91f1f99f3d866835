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
#include <QToolButton>

namespace tamma::ui {

using namespace Qt::StringLiterals;

EventInspector::EventInspector(QWidget* parent)
    : QWidget(parent)
    , m_title(new TextLabel(TextRole::Section, tr("Event"), this))
    , m_text(new QPlainTextEdit(this))
    , m_related(new QPushButton(icon(u"list-filter"_s), tr("Only this loop"), this))
{
    setObjectName(u"eventInspector"_s);
    m_title->setObjectName(u"eventTitle"_s);
    m_text->setObjectName(u"eventJson"_s);
    m_text->setAccessibleName(tr("The event as JSON"));
    m_text->setReadOnly(true);
    m_text->setLineWrapMode(QPlainTextEdit::WidgetWidth);
    m_text->setFont(metrics::code(font()));
    auto* copy = new QPushButton(icon(u"copy"_s), tr("Copy"), this);
    copy->setObjectName(u"eventCopy"_s);
    auto* close = new QToolButton(this);
    close->setObjectName(u"eventClose"_s);
    close->setIcon(icon(u"x"_s));
    close->setAutoRaise(true);
    close->setAccessibleName(tr("Close"));
    close->setToolTip(tr("Close"));
    m_related->setObjectName(u"eventRelated"_s);
    auto* head = new QHBoxLayout;
    head->addWidget(m_title, 1);
    head->addWidget(close);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(metrics::SPACE_2);
    buttons->addWidget(copy);
    buttons->addWidget(m_related);
    buttons->addStretch();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(metrics::SPACE_2, 0, 0, 0);
    layout->setSpacing(metrics::SPACE_2);
    layout->addLayout(head);
    layout->addWidget(m_text, 1);
    layout->addLayout(buttons);
    connect(close, &QToolButton::clicked, this, &EventInspector::closed);
    connect(copy, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(m_text->toPlainText()); });
    connect(m_related, &QPushButton::clicked, this,
            [this] { emit filterWanted(events::tag::LOOP + u':' + m_loop); });
}

void EventInspector::setEvent(const events::StoredEvent& stored)
{
    m_loop = stored.event.tags.value(events::tag::LOOP);
    m_title->setText(tr("Event %1").arg(locale().toString(stored.position.value)));
    m_text->setPlainText(QString::fromUtf8(json::indented(events::codec::toJson(stored))));
    m_related->setEnabled(!m_loop.isEmpty());
}

} // namespace tamma::ui
