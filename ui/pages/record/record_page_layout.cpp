// SPDX-License-Identifier: GPL-3.0-or-later
// What stands where on the record page.
#include "ui/client/gui_session.h"
#include "ui/pages/record/density_strip.h"
#include "ui/pages/record/event_inspector.h"
#include "ui/pages/record/export_bar.h"
#include "ui/pages/record/filter_bar.h"
#include "ui/pages/record/record_list.h"
#include "ui/pages/record/record_page.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/metrics.h"
#include "ui/widgets/page_header.h"
#include "ui/widgets/text_label.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>

namespace tamma::ui {

using namespace Qt::StringLiterals;

QWidget* RecordPage::makeTable()
{
    auto* table = new QWidget(this);
    auto* rows = new QVBoxLayout(table);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(0);
    auto* header = new RecordHeader(table);
    connect(m_list, &RecordList::largestChanged, header, &RecordHeader::setLargest);
    rows->addWidget(header);
    rows->addWidget(m_list, 1);
    m_left->setObjectName(u"recordLeft"_s);
    m_left->addWidget(table);
    m_left->addWidget(m_nothing);
    m_left->setMinimumWidth(360);
    m_inspector->setMinimumWidth(220);
    auto* splitter = new QSplitter(Qt::Horizontal, this);
    splitter->setObjectName(u"recordSplitter"_s);
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(m_left);
    splitter->addWidget(m_inspector);
    splitter->setStretchFactor(0, 1);
    splitter->setSizes({640, 400});
    return splitter;
}

QWidget* RecordPage::makeContent()
{
    m_message->setObjectName(u"recordMessage"_s);
    m_message->hide();
    m_nothing->setObjectName(u"recordNothing"_s);
    m_nothing->setAction(tr("Clear filter"));
    auto* content = new QWidget(this);
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(metrics::SPACE_2);
    layout->addWidget(m_bar);
    layout->addWidget(m_strip);
    layout->addWidget(m_export);
    layout->addWidget(m_message);
    layout->addWidget(makeTable(), 1);
    return content;
}

QWidget* RecordPage::makeSearchStatus()
{
    m_status->setObjectName(u"recordSearch"_s);
    m_searchText->setObjectName(u"recordSearchText"_s);
    m_stop->setObjectName(u"recordSearchStop"_s);
    auto* row = new QHBoxLayout(m_status);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(metrics::SPACE_2);
    row->addWidget(m_searchText);
    row->addWidget(m_stop);
    m_status->hide();
    return m_status;
}

QWidget* RecordPage::makeFailed()
{
    m_failed = new QWidget(this);
    m_error = new InlineMessage(m_failed);
    m_error->setObjectName(u"pageError"_s);
    auto* layout = new QVBoxLayout(m_failed);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_error);
    layout->addStretch();
    return m_failed;
}

void RecordPage::makeStates()
{
    m_loading->setObjectName(u"pageLoading"_s);
    m_loading->setContent(u"loader-circle"_s, tr("Reading the record …"),
                          tr("The newest events come first."));
    m_empty->setObjectName(u"pageEmpty"_s);
    m_empty->setContent(
        u"history"_s, tr("Nothing is recorded yet"),
        tr("Everything that loops, agents, gates and people do is written down here, for good."));
    m_empty->setAction(tr("Look at the loops"));
    m_content = makeContent();
    m_body->setObjectName(u"pageBody"_s);
    for (QWidget* state : {m_content, static_cast<QWidget*>(m_loading), makeFailed(),
                           static_cast<QWidget*>(m_empty)}) {
        m_body->addWidget(state);
    }
    m_header->addWidget(makeSearchStatus());
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(metrics::PAGE_MARGIN, metrics::SPACE_4, metrics::PAGE_MARGIN,
                               metrics::SPACE_4);
    layout->setSpacing(metrics::SPACE_3);
    layout->addWidget(m_header);
    layout->addWidget(m_body, 1);
}

} // namespace tamma::ui
