// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/inbox/decision_bar.h"

#include "ui/widgets/icons.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/metrics.h"
#include "ui/widgets/tamma_style.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPlainTextEdit>

namespace tamma::ui {

using namespace Qt::StringLiterals;

DecisionButton::DecisionButton(const QString& name, QWidget* parent)
    : QPushButton(parent)
{
    setObjectName(name);
    setAutoDefault(false);
    setDefault(false);
}

void DecisionButton::keyPressEvent(QKeyEvent* event)
{
    // Some desktops press buttons on Return: a stray one must never decide anything.
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        event->ignore();
        return;
    }
    QPushButton::keyPressEvent(event);
}

DecisionBar::DecisionBar(QWidget* parent)
    : QWidget(parent)
    , m_message(new InlineMessage(this))
    , m_note(new QPlainTextEdit(this))
    , m_grant(new DecisionButton(u"inboxGrant"_s, this))
    , m_reject(new DecisionButton(u"inboxReject"_s, this))
    , m_ask(new DecisionButton(u"inboxAsk"_s, this))
    , m_changes(new DecisionButton(u"inboxChanges"_s, this))
{
    setObjectName(u"decisionBar"_s);
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    m_message->setObjectName(u"inboxMessage"_s);
    m_message->hide();
    m_note->setObjectName(u"inboxNote"_s);
    m_note->setAccessibleName(tr("Note, reason or question"));
    m_note->setTabChangesFocus(true);
    m_note->setFixedHeight(56);
    m_note->setMaximumWidth(metrics::READING_WIDTH);
    m_ask->setText(tr("Ask…"));
    m_changes->setText(tr("Show changes"));
    m_changes->setIcon(icon(u"file-diff"_s));
    m_ask->setIcon(icon(u"message-square"_s));
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(metrics::SPACE_2);
    for (DecisionButton* button : {m_grant, m_reject, m_ask, m_changes}) {
        buttons->addWidget(button);
    }
    buttons->addStretch();
    makePrimary(*m_grant);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(metrics::PAGE_MARGIN, metrics::SPACE_2, metrics::PAGE_MARGIN,
                               metrics::SPACE_4);
    layout->setSpacing(metrics::SPACE_3);
    layout->addWidget(m_message);
    layout->addWidget(m_note);
    layout->addLayout(buttons);
    connect(m_grant, &QPushButton::clicked, this, &DecisionBar::granted);
    connect(m_reject, &QPushButton::clicked, this, &DecisionBar::rejected);
    connect(m_ask, &QPushButton::clicked, this, &DecisionBar::asked);
    connect(m_changes, &QPushButton::clicked, this, &DecisionBar::changesWanted);
}

void DecisionBar::setApproval(const readmodels::Approval& approval)
{
    const events::ApprovalRequested& request = approval.request;
    if (request.approvalId != m_approval) {
        m_drafts.insert(m_approval, m_note->toPlainText());
        m_approval = request.approvalId;
        m_note->setPlainText(m_drafts.value(m_approval));
        m_message->hide();
    }
    const bool escalation = request.kind == "escalation"_L1;
    const bool clarification = request.kind == "clarification"_L1;
    const bool budget = request.kind == "budget"_L1;
    m_grant->setText(escalation          ? tr("Try again")
                         : clarification ? tr("Answer")
                         : budget        ? tr("Spend more")
                                         : tr("Approve"));
    m_grant->setIcon(QIcon());
    m_reject->setText(escalation || budget ? tr("Give up") : tr("Send back…"));
    m_note->setVisible(!m_readOnly);
    m_grant->setVisible(!m_readOnly);
    m_reject->setVisible(!clarification && !m_readOnly);
    m_ask->setVisible(!clarification && !m_readOnly);
    m_changes->setText(request.evidence.commit.isEmpty() ? tr("Show loop") : tr("Show changes"));
    m_note->setPlaceholderText(escalation          ? tr("A hint for the next try")
                                   : clarification ? tr("Your answer; the agent works by it")
                                                   : tr("A note, the reason to send it back, or a "
                                                        "question"));
}

void DecisionBar::setReadOnly(bool readOnly)
{
    m_readOnly = readOnly; // Shown with the next approval.
}

QString DecisionBar::note() const
{
    return m_note->toPlainText().trimmed();
}

void DecisionBar::clearNote()
{
    m_note->clear();
    m_drafts.remove(m_approval);
    m_message->hide();
}

void DecisionBar::askForNote(const QString& why)
{
    m_message->clearActions();
    m_message->setDetails({});
    m_message->showMessage(MessageKind::Warning, why);
    m_note->setFocus(Qt::OtherFocusReason);
}

} // namespace tamma::ui
