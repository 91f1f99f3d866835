// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/page_body.h"

#include "ui/client/gui_session.h"
#include "ui/shell/show_error.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/inline_message.h"

#include <QPushButton>
#include <QVBoxLayout>

namespace tamma::ui {

using namespace Qt::StringLiterals;

PageBody::PageBody(GuiSession& session, QWidget* content, QWidget* parent)
    : QStackedWidget(parent)
    , m_session(session)
    , m_content(content)
    , m_failed(new QWidget(this))
    , m_error(new InlineMessage(m_failed))
    , m_empty(new EmptyState(this))
{
    setObjectName(u"pageBody"_s);
    auto* loading = new EmptyState(this);
    loading->setObjectName(u"pageLoading"_s);
    loading->setContent(u"loader-circle"_s, tr("Reading the record …"),
                        tr("Everything that happened is being put together."));
    m_loading = loading;
    m_empty->setObjectName(u"pageEmpty"_s);
    m_error->setObjectName(u"pageError"_s);
    auto* layout = new QVBoxLayout(m_failed);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_error);
    layout->addStretch();
    for (QWidget* state : {m_content, m_loading, m_failed, static_cast<QWidget*>(m_empty)}) {
        addWidget(state);
    }
    connect(&session, &GuiSession::phaseChanged, this, &PageBody::refresh);
    refresh();
}

void PageBody::setEmpty(bool empty)
{
    m_isEmpty = empty;
    refresh();
}

void PageBody::refresh()
{
    switch (m_session.phase()) {
    case GuiSession::Phase::Loading:
        setCurrentWidget(m_loading);
        return;
    case GuiSession::Phase::Failed: {
        showError(*m_error, m_session.error());
        QPushButton* again = m_error->addAction(tr("Try again"));
        connect(again, &QPushButton::clicked, &m_session, &GuiSession::retry);
        setCurrentWidget(m_failed);
        return;
    }
    case GuiSession::Phase::Ready:
        setCurrentWidget(m_isEmpty ? m_empty : m_content);
        return;
    }
}

} // namespace tamma::ui
