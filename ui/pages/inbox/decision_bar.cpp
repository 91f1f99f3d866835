// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/inbox/decision_bar.h"

#include "ui/client/gui_session.h"
#include "ui/models/snooze_times.h"
#include "ui/text/time_text.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/metrics.h"
#include "ui/widgets/tamma_style.h"
#include "ui/widgets/text_label.h"

#include <QCompleter>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QShortcut>
#include <QToolButton>

namespace tamma::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr std::chrono::milliseconds REST{600}; // Longer than any double click.

} // namespace

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

DecisionBar::DecisionBar(const GuiSession& session, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_message(new InlineMessage(this))
    , m_note(new QPlainTextEdit(this))
    , m_comments(new TextLabel(TextRole::Secondary, {}, this))
    , m_personRow(makePersonRow())
    , m_grant(new DecisionButton(u"inboxGrant"_s, this))
    , m_reject(new DecisionButton(u"inboxReject"_s, this))
    , m_ask(new DecisionButton(u"inboxAsk"_s, this))
    , m_later(new DecisionButton(u"inboxLater"_s, this))
    , m_changes(new DecisionButton(u"inboxChanges"_s, this))
    , m_more(new QToolButton(this))
{
    setObjectName(u"decisionBar"_s);
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    m_message->setObjectName(u"inboxMessage"_s);
    m_message->hide();
    m_note->setObjectName(u"inboxNote"_s);
    m_note->setAccessibleName(tr("Note, reason or question"));
    m_note->setTabChangesFocus(true);
    m_note->installEventFilter(this);
    m_note->setFixedHeight(56);
    m_note->setMaximumWidth(metrics::READING_WIDTH);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(metrics::PAGE_MARGIN, metrics::SPACE_2, metrics::PAGE_MARGIN,
                               metrics::SPACE_4);
    layout->setSpacing(metrics::SPACE_3);
    layout->addWidget(m_message);
    layout->addWidget(m_note);
    layout->addWidget(m_comments);
    m_comments->setObjectName(u"inboxComments"_s);
    m_comments->hide();
    layout->addWidget(m_personRow);
    makeButtons(*layout);
    connect(m_grant, &QPushButton::clicked, this, &DecisionBar::granted);
    connect(m_reject, &QPushButton::clicked, this, &DecisionBar::rejected);
    connect(m_ask, &QPushButton::clicked, this, &DecisionBar::asked);
    connect(m_later, &QPushButton::clicked, this, &DecisionBar::laterWanted);
    connect(m_changes, &QPushButton::clicked, this, &DecisionBar::changesWanted);
    connect(m_more, &QToolButton::clicked, this, [this] { popUp(*m_menu, *m_more); });
}

void DecisionBar::makeButtons(QVBoxLayout& layout)
{
    m_ask->setText(tr("Ask…"));
    m_ask->setIcon(icon(u"message-square"_s));
    m_changes->setIcon(icon(u"file-diff"_s));
    m_more->setObjectName(u"inboxMore"_s);
    m_more->setAutoRaise(true);
    m_more->setIcon(icon(u"ellipsis"_s));
    m_more->setToolTip(tr("More"));
    m_more->setAccessibleName(tr("More"));
    m_more->setFocusPolicy(Qt::StrongFocus);
    makePrimary(*m_grant);
    m_rows = new QBoxLayout(QBoxLayout::LeftToRight);
    m_rows->setSpacing(metrics::SPACE_2);
    for (const QList<QWidget*>& group :
         {QList<QWidget*>{m_grant, m_reject, m_ask}, QList<QWidget*>{m_later, m_changes, m_more}}) {
        auto* row = new QHBoxLayout;
        row->setSpacing(metrics::SPACE_2);
        for (QWidget* button : group) {
            row->addWidget(button);
        }
        row->addStretch();
        m_rows->addLayout(row);
    }
    m_rows->addStretch(1);
    layout.addLayout(m_rows);
}

QWidget* DecisionBar::makePersonRow()
{
    auto* row = new QWidget(this);
    row->setObjectName(u"inboxPersonRow"_s);
    m_person = new QLineEdit(row);
    m_person->setObjectName(u"inboxPerson"_s);
    m_person->setAccessibleName(tr("Who decides instead of you"));
    m_person->setPlaceholderText(tr("Name; the note says why"));
    m_person->setMaximumWidth(metrics::READING_WIDTH / 2);
    auto* handOn = new DecisionButton(u"inboxHandOn"_s, row);
    handOn->setText(tr("Hand on"));
    auto* cancel = new DecisionButton(u"inboxHandOnCancel"_s, row);
    cancel->setText(tr("Cancel"));
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(metrics::SPACE_2);
    layout->addWidget(m_person, 1);
    layout->addWidget(handOn);
    layout->addWidget(cancel);
    layout->addStretch();
    row->hide();
    connect(handOn, &QPushButton::clicked, this,
            [this] { emit handedOn(m_person->text().trimmed()); });
    connect(m_person, &QLineEdit::returnPressed, handOn, &QPushButton::click);
    connect(cancel, &QPushButton::clicked, this, &DecisionBar::endHandingOn);
    auto* escape = new QShortcut(Qt::Key_Escape, row);
    escape->setContext(Qt::WidgetWithChildrenShortcut);
    connect(escape, &QShortcut::activated, this, &DecisionBar::endHandingOn);
    return row;
}

void DecisionBar::setSubject(const DecisionSubject& subject)
{
    const QString key
        = subject.count > 1 ? u"together"_s : subject.approval.request.approvalId.text();
    if (key != m_subject) {
        m_drafts.insert(m_subject, m_note->toPlainText());
        m_subject = key;
        m_note->setPlainText(m_drafts.value(key));
        m_message->hide();
        m_personRow->hide();
        rest();
    }
    showTexts(subject);
}

void DecisionBar::rest()
{
    m_restsSince = m_session.now();
}

bool DecisionBar::isResting() const
{
    const auto passed = m_session.now() - m_restsSince;
    return passed >= std::chrono::milliseconds(0) && passed < REST; // The clock may be put back.
}

void DecisionBar::showTexts(const DecisionSubject& subject)
{
    const events::ApprovalRequested& request = subject.approval.request;
    const bool escalation = request.kind == "escalation"_L1;
    const bool clarification = request.kind == "clarification"_L1;
    const bool budget = request.kind == "budget"_L1;
    const bool several = subject.count > 1;
    const QString count = locale().toString(subject.count);
    m_grant->setText(several             ? tr("Approve %1").arg(count)
                         : escalation    ? tr("Try again")
                         : clarification ? tr("Answer")
                         : budget        ? tr("Spend more")
                                         : tr("Approve"));
    m_reject->setText(several                    ? tr("Send %1 back…").arg(count)
                          : escalation || budget ? tr("Give up")
                                                 : tr("Send back…"));
    m_later->setText(subject.isSnoozed ? tr("Take up again") : tr("Later…"));
    m_note->setVisible(!m_readOnly);
    m_grant->setVisible(!m_readOnly && subject.count > 0);
    m_reject->setVisible(!clarification && !m_readOnly && subject.count > 0);
    m_ask->setVisible(!clarification && !m_readOnly && subject.count == 1);
    m_later->setVisible(!m_readOnly);
    m_changes->setVisible(subject.count == 1);
    m_note->setPlaceholderText(several             ? tr("A note, or the reason to send them back")
                                   : escalation    ? tr("A hint for the next try")
                                   : clarification ? tr("Your answer; the agent works by it")
                                                   : tr("A note, the reason to send it back, or a "
                                                        "question"));
}

void DecisionBar::setChanges(Changes changes)
{
    m_changes->setText(changes == Changes::Shown        ? tr("Hide changes")
                           : changes == Changes::Hidden ? tr("Show changes")
                                                        : tr("Show the loop"));
}

void DecisionBar::setCommentCount(qsizetype count)
{
    m_comments->setText(
        count == 1 ? tr("Your comment on a line goes with it when you send back.")
                   : tr("Your %1 comments on lines go with it when you send back.").arg(count));
    m_comments->setVisible(count > 0 && !m_readOnly);
}

void DecisionBar::setReadOnly(bool readOnly)
{
    m_readOnly = readOnly; // Shown with the next approval.
    m_personRow->hide();
}

QString DecisionBar::note() const
{
    return m_note->toPlainText().trimmed();
}

void DecisionBar::clearNote()
{
    m_note->clear();
    m_drafts.remove(m_subject);
    m_message->hide();
}

void DecisionBar::askForNote(const QString& why)
{
    m_message->clearActions();
    m_message->setDetails({});
    m_message->showMessage(MessageKind::Warning, why);
    (m_personRow->isVisible() ? static_cast<QWidget*>(m_person) : m_note)
        ->setFocus(Qt::OtherFocusReason);
}

void DecisionBar::askForPerson(const QStringList& people)
{
    auto* completer = new QCompleter(people, m_person);
    completer->setCaseSensitivity(Qt::CaseInsensitive);
    completer->setFilterMode(Qt::MatchContains);
    m_person->setCompleter(completer); // Deletes the one before.
    m_person->clear();
    m_personRow->show();
    m_person->setFocus(Qt::OtherFocusReason);
}

void DecisionBar::endHandingOn()
{
    m_personRow->hide();
    m_message->hide();
    m_note->setFocus(Qt::OtherFocusReason);
}

void DecisionBar::offerTimes(Timestamp now)
{
    using Kind = SnoozeTime::Kind;
    auto* menu = new QMenu(this);
    menu->setObjectName(u"inboxTimes"_s);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (const SnoozeTime& time : snoozeTimes(now)) {
        const QString name = time.kind == Kind::InAnHour ? tr("In an hour")
            : time.kind == Kind::ThisEvening             ? tr("This evening")
            : time.kind == Kind::TomorrowMorning         ? tr("Tomorrow morning")
                                                         : tr("Next week");
        connect(menu->addAction(name + u'\t' + comingText(time.until, now)), &QAction::triggered,
                this, [this, until = time.until] { emit snoozed(until); });
    }
    popUp(*menu, *m_later);
}

void DecisionBar::popUp(QMenu& menu, const QWidget& below) const
{
    const QPoint above = below.mapToGlobal(QPoint(0, -menu.sizeHint().height()));
    menu.popup(above);
    if (!menu.actions().isEmpty()) {
        menu.setActiveAction(menu.actions().first());
    }
}

bool DecisionBar::eventFilter(QObject* watched, QEvent* event)
{
    const bool isShortcut = event->type() == QEvent::ShortcutOverride;
    if (watched != m_note || (!isShortcut && event->type() != QEvent::KeyPress)) {
        return QWidget::eventFilter(watched, event);
    }
    const auto* key = static_cast<QKeyEvent*>(event);
    if (key->key() == Qt::Key_Escape && isShortcut) {
        event->accept(); // Not the window's: it would leave the page.
        return true;
    }
    if (key->key() == Qt::Key_Escape) {
        m_message->hide();
        emit left();
        return true;
    }
    // What was typed is taken back first; then the decision.
    return isShortcut && key->matches(QKeySequence::Undo) && !m_note->document()->isUndoAvailable();
}

void DecisionBar::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    constexpr int ONE_ROW = 600;
    m_rows->setDirection(width() < ONE_ROW ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
}

} // namespace tamma::ui
