// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/inbox/approval_card.h"

#include "ui/client/gui_session.h"
#include "ui/pages/inbox/approval_sections.h"
#include "ui/text/status_text.h"
#include "ui/text/time_text.h"
#include "ui/widgets/metrics.h"
#include "ui/widgets/text_label.h"

#include <QScrollBar>
#include <QVBoxLayout>

namespace tamma::ui {

using namespace Qt::StringLiterals;
using readmodels::Approval;

ApprovalCard::ApprovalCard(const GuiSession& session, QWidget* parent)
    : QScrollArea(parent)
    , m_session(session)
{
    setObjectName(u"approvalCard"_s);
    setAccessibleName(tr("What is asked"));
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::StrongFocus); // To be scrolled with the keyboard.
    viewport()->setBackgroundRole(QPalette::Base);
}

void ApprovalCard::setApproval(const Approval& approval)
{
    if (approval == m_approval && m_content != nullptr) {
        return;
    }
    const bool another = approval.request.approvalId != m_approval.request.approvalId;
    const int place = another ? 0 : verticalScrollBar()->value();
    m_approval = approval;
    m_content = new QWidget;
    m_content->setObjectName(u"approvalContent"_s);
    m_content->setBackgroundRole(QPalette::Base);
    m_layout = new QVBoxLayout(m_content);
    m_layout->setContentsMargins(metrics::PAGE_MARGIN, metrics::PAGE_MARGIN, metrics::PAGE_MARGIN,
                                 metrics::SPACE_4);
    m_layout->setSpacing(metrics::SPACE_4);
    addHead();
    const QString what
        = approval.request.kind == "merge"_L1 ? tr("What changes") : tr("What happened");
    for (QWidget* part :
         {proseSection(what, approval.request.summary), reasonSection(approval),
          verdictSection(approval), fileSection(approval), exchangeSection(approval)}) {
        if (part != nullptr) {
            m_layout->addWidget(part);
        }
    }
    m_layout->addStretch();
    setWidget(m_content); // Deletes the one before.
    verticalScrollBar()->setValue(place);
}

void ApprovalCard::addHead()
{
    auto* head = new QVBoxLayout;
    head->setSpacing(metrics::SPACE_2);
    head->addWidget(pillRow(m_approval));
    auto* question = new TextLabel(TextRole::PageTitle, m_approval.request.question);
    question->setObjectName(u"approvalQuestion"_s);
    question->setWordWrap(true);
    question->setMaximumWidth(metrics::READING_WIDTH);
    head->addWidget(question);
    m_facts = new TextLabel(TextRole::Secondary, facts());
    m_facts->setObjectName(u"approvalFacts"_s);
    m_facts->setWordWrap(true);
    head->addWidget(m_facts);
    m_layout->addLayout(head);
}

QString ApprovalCard::facts() const
{
    QStringList parts{issueLabel(m_approval.issueNumber) + u' ' + m_approval.issueTitle};
    if (!m_approval.repository.isEmpty()) {
        parts.append(repositoryLabel(m_approval.repository));
    }
    parts.append(tr("asked %1").arg(agoText(m_approval.requestedAt, m_session.now())));
    if (const QString rules = approvalRules(m_approval, m_session.now()); !rules.isEmpty()) {
        parts.append(rules);
    }
    if (m_approval.costUsd > 0) {
        parts.append(tr("cost so far %1").arg(costText(m_approval.costUsd)));
    }
    return parts.join(u" · "_s);
}

void ApprovalCard::refreshAges()
{
    if (m_facts != nullptr) {
        m_facts->setText(facts());
    }
}

} // namespace tamma::ui
