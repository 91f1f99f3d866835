// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/inbox/approval_card.h"

#include "ui/client/gui_session.h"
#include "ui/pages/inbox/approval_sections.h"
#include "ui/pages/inbox/card_outlook.h"
#include "ui/text/status_text.h"
#include "ui/text/time_text.h"
#include "ui/widgets/metrics.h"
#include "ui/widgets/text_label.h"

#include <QApplication>
#include <QScrollBar>
#include <QToolButton>
#include <QVBoxLayout>

namespace tamma::ui {

using namespace Qt::StringLiterals;
using readmodels::Approval;

ApprovalCard::ApprovalCard(const GuiSession& session, QWidget* parent)
    : QScrollArea(parent)
    , m_session(session)
    , m_outlook(new CardOutlook(session, this))
{
    setObjectName(u"approvalCard"_s);
    setAccessibleName(tr("What is asked"));
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::StrongFocus); // To be scrolled with the keyboard.
    viewport()->setBackgroundRole(QPalette::Base);
    connect(m_outlook, &CardOutlook::arrived, this, &ApprovalCard::rebuild);
}

void ApprovalCard::setApproval(const Approval& approval)
{
    if (approval == m_approval && m_content != nullptr) {
        return;
    }
    const bool another = approval.request.approvalId != m_approval.request.approvalId;
    m_approval = approval;
    m_outlook->setApproval(approval);
    rebuild();
    if (another) {
        verticalScrollBar()->setValue(0);
    }
}

void ApprovalCard::setPlain(bool plain)
{
    if (std::exchange(m_plain, plain) != plain && m_content != nullptr) {
        rebuild();
    }
}

bool ApprovalCard::isUnreadable() const
{
    return m_outlook->unreadable().has_value();
}

void ApprovalCard::rebuild()
{
    const int place = verticalScrollBar()->value();
    m_notices = notices();
    m_content = new QWidget;
    m_content->setObjectName(u"approvalContent"_s);
    m_content->setBackgroundRole(QPalette::Base);
    m_layout = new QVBoxLayout(m_content);
    m_layout->setContentsMargins(metrics::PAGE_MARGIN, metrics::PAGE_MARGIN, metrics::PAGE_MARGIN,
                                 metrics::SPACE_4);
    m_layout->setSpacing(metrics::SPACE_4);
    const CardView view{
        m_approval,      *m_outlook, m_session.user(),
        m_session.now(), m_plain,    [this](Position position) { emit proofWanted(position); }};
    addHead(view);
    addParts(view);
    m_layout->addStretch();
    setWidget(m_content); // Deletes the one before.
    verticalScrollBar()->setValue(place);
    QWidget* before = this; // What is new would come last in the order of Tab.
    for (QToolButton* proof : m_content->findChildren<QToolButton*>()) {
        setTabOrder(before, proof);
        before = proof;
    }
}

void ApprovalCard::addHead(const CardView& view)
{
    auto* head = new QVBoxLayout;
    head->setSpacing(metrics::SPACE_2);
    head->addWidget(pillRow(view));
    auto* question = new TextLabel(TextRole::PageTitle, approvalQuestion(m_approval, m_plain));
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

void ApprovalCard::addParts(const CardView& view)
{
    const bool merge = m_approval.request.kind == "merge"_L1;
    // The summary of the request counts files and lines; what the agents said does not.
    const bool hasWords = m_plain && merge && !m_approval.done.isEmpty();
    const QString what = merge ? tr("What changes") : tr("What happened");
    for (QWidget* part :
         {noticeSection(view), unreadableSection(view), newsSection(view),
          proseSection(tr("How the agent understood it"), hasWords ? m_approval.aim : QString()),
          proseSection(what,
                       hasWords      ? m_approval.done
                           : m_plain ? plainSummary(m_approval)
                                     : m_approval.request.summary),
          proseSection(tr("Risk"), riskSentence(m_approval)), reasonSection(view),
          verdictSection(view), forecastSection(view), fileSection(view),
          proseSection(tr("If you change your mind"), undoSentence(m_approval, m_plain)),
          exchangeSection(view)}) {
        if (part != nullptr) {
            m_layout->addWidget(part);
        }
    }
}

QString ApprovalCard::facts() const
{
    // A title of another direction of writing must not turn what stands around it (UAX #9).
    QStringList parts{issueLabel(m_approval.issueNumber) + u" \u2068"_s + m_approval.issueTitle
                      + u'\u2069'};
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
    const auto* loop = m_session.loop(m_approval.request.loopId);
    if (loop != nullptr && !loop->forkOf.isEmpty()) {
        parts.append(tr("another loop tried it in another way"));
    }
    if (loop != nullptr && loop->startedAt < m_approval.requestedAt) {
        parts.append(tr("worked on for %1").arg(ageText(m_approval.requestedAt - loop->startedAt)));
    }
    return parts.join(u" · "_s);
}

void ApprovalCard::refreshAges()
{
    if (m_facts != nullptr) {
        m_facts->setText(facts());
    }
    // Whoever is on the way to a proof with the keyboard keeps the place.
    const bool busy = m_content != nullptr && m_content->isAncestorOf(QApplication::focusWidget());
    if (m_content != nullptr && !busy && notices() != m_notices) {
        rebuild();
    }
}

QList<ApprovalNotice> ApprovalCard::notices() const
{
    return approvalNotices(m_approval, m_session.user(), m_session.now());
}

} // namespace tamma::ui
