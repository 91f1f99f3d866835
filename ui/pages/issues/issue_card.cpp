// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/issues/issue_card.h"

#include "ui/client/gui_session.h"
#include "ui/shell/loop_look.h"
#include "ui/text/status_text.h"
#include "ui/text/time_text.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/metrics.h"
#include "ui/widgets/pill.h"
#include "ui/widgets/tamma_style.h"
#include "ui/widgets/text_label.h"

#include <QHBoxLayout>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QTextDocument>

namespace tamma::ui {

using namespace Qt::StringLiterals;
using readmodels::IssueRow;

namespace {

TextLabel* wrapped(TextRole role, const QString& text)
{
    auto* label = new TextLabel(role, text);
    label->setWordWrap(true);
    label->setMaximumWidth(metrics::READING_WIDTH);
    return label;
}

/// Markdown without raw HTML: what somebody wrote into an issue must not dress up as Tamma.
TextLabel* markdown(const QString& text)
{
    QTextDocument document;
    document.setMarkdown(text,
                         QTextDocument::MarkdownFeatures(QTextDocument::MarkdownDialectGitHub)
                             | QTextDocument::MarkdownNoHTML);
    auto* label = new TextLabel(TextRole::Body, {});
    label->setTextFormat(Qt::RichText);
    label->setText(document.toHtml());
    label->setWordWrap(true);
    label->setMaximumWidth(metrics::READING_WIDTH);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

} // namespace

IssueCard::IssueCard(const GuiSession& session, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_area(new QScrollArea(this))
    , m_message(new InlineMessage(this))
    , m_comment(new QPlainTextEdit(this))
    , m_start(new QPushButton(icon(u"play"_s), tr("Start loop…"), this))
    , m_edit(new QPushButton(icon(u"pencil"_s), tr("Edit…"), this))
    , m_send(new QPushButton(icon(u"message-square"_s), tr("Comment"), this))
{
    setObjectName(u"issueCard"_s);
    setBackgroundRole(QPalette::Base);
    setAutoFillBackground(true);
    m_area->setObjectName(u"issueText"_s);
    m_area->setAccessibleName(tr("The issue"));
    m_area->setFrameShape(QFrame::NoFrame);
    m_area->setWidgetResizable(true);
    m_area->setFocusPolicy(Qt::StrongFocus);
    m_area->viewport()->setBackgroundRole(QPalette::Base);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_area, 1);
    layout->addWidget(makeFoot());
    connect(m_start, &QPushButton::clicked, this, &IssueCard::startWanted);
    connect(m_edit, &QPushButton::clicked, this, &IssueCard::editWanted);
    connect(m_send, &QPushButton::clicked, this, &IssueCard::commentWanted);
    connect(m_comment, &QPlainTextEdit::textChanged, this,
            [this] { m_send->setEnabled(!comment().isEmpty()); });
}

QWidget* IssueCard::makeFoot()
{
    m_message->setObjectName(u"issueMessage"_s);
    m_message->hide();
    m_comment->setObjectName(u"issueComment"_s);
    m_comment->setAccessibleName(tr("Comment"));
    m_comment->setPlaceholderText(tr("Write a comment"));
    m_comment->setTabChangesFocus(true);
    m_comment->setFixedHeight(56);
    m_comment->setMaximumWidth(metrics::READING_WIDTH);
    m_start->setObjectName(u"issueStart"_s);
    m_edit->setObjectName(u"issueEdit"_s);
    m_send->setObjectName(u"issueSend"_s);
    m_send->setEnabled(false);
    makePrimary(*m_start);
    auto* foot = new QWidget(this);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(metrics::SPACE_2);
    buttons->addWidget(m_start);
    buttons->addWidget(m_edit);
    buttons->addWidget(m_send);
    buttons->addStretch();
    auto* layout = new QVBoxLayout(foot);
    layout->setContentsMargins(metrics::PAGE_MARGIN, metrics::SPACE_2, metrics::PAGE_MARGIN,
                               metrics::SPACE_4);
    layout->setSpacing(metrics::SPACE_3);
    layout->addWidget(m_message);
    layout->addWidget(m_comment);
    layout->addLayout(buttons);
    return foot;
}

void IssueCard::setIssue(const IssueRow& issue)
{
    const readmodels::LoopRow* loop = m_session.loop(issue.loop);
    const QString state = loop == nullptr ? QString() : loopHeadline(*loop);
    for (QWidget* change : {static_cast<QWidget*>(m_comment), static_cast<QWidget*>(m_start),
                            static_cast<QWidget*>(m_edit), static_cast<QWidget*>(m_send)}) {
        change->setVisible(!m_session.isPast());
    }
    if (issue == m_issue && state == m_loopState) {
        return;
    }
    const bool another = issue.id != m_issue.id;
    const IssueId before = m_issue.id;
    const int place = another ? 0 : m_area->verticalScrollBar()->value();
    m_issue = issue;
    m_loopState = state;
    if (another) {
        m_drafts.insert(before, m_comment->toPlainText());
        m_comment->setPlainText(m_drafts.value(issue.id));
        m_message->hide();
    }
    m_area->setWidget(makeContent()); // Deletes the one before.
    m_area->verticalScrollBar()->setValue(place);
    m_start->setEnabled(loop == nullptr || loop->finishedAt != Timestamp{});
}

QWidget* IssueCard::makeContent()
{
    auto* content = new QWidget;
    content->setObjectName(u"issueContent"_s);
    content->setBackgroundRole(QPalette::Base);
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(metrics::PAGE_MARGIN, metrics::PAGE_MARGIN, metrics::PAGE_MARGIN,
                               metrics::SPACE_4);
    layout->setSpacing(metrics::SPACE_3);
    auto* title = wrapped(TextRole::PageTitle, m_issue.title);
    title->setObjectName(u"issueTitle"_s);
    layout->addWidget(title);
    QStringList facts{issueLabel(m_issue.number), m_issue.repository};
    if (!m_issue.author.isEmpty()) {
        facts.append(tr("by %1").arg(m_issue.author));
    }
    facts.append(agoText(m_issue.createdAt, m_session.now()));
    layout->addWidget(wrapped(TextRole::Secondary, facts.join(u" · "_s)));
    if (!m_issue.labels.isEmpty()) {
        auto* labels = new QHBoxLayout;
        labels->setSpacing(metrics::SPACE_2);
        for (const QString& text : std::as_const(m_issue.labels)) {
            auto* pill = new Pill(content);
            pill->setStatus(Status::Queued, text, u"circle-dot"_s);
            labels->addWidget(pill);
        }
        labels->addStretch();
        layout->addLayout(labels);
    }
    addLoop(*layout);
    layout->addWidget(m_issue.body.trimmed().isEmpty()
                          ? wrapped(TextRole::Secondary, tr("No description."))
                          : markdown(m_issue.body));
    if (!m_issue.comments.isEmpty()) {
        layout->addSpacing(metrics::SPACE_2);
        layout->addWidget(new TextLabel(TextRole::Section, tr("Comments")));
    }
    for (const events::IssueCommented& comment : std::as_const(m_issue.comments)) {
        layout->addWidget(wrapped(TextRole::Strong, comment.author));
        layout->addWidget(markdown(comment.text));
    }
    layout->addStretch();
    return content;
}

void IssueCard::addLoop(QVBoxLayout& layout)
{
    const readmodels::LoopRow* loop = m_session.loop(m_issue.loop);
    if (loop == nullptr) {
        return;
    }
    auto* line = new QHBoxLayout;
    line->setSpacing(metrics::SPACE_3);
    auto* pill = new Pill;
    pill->setObjectName(u"issueLoopState"_s);
    pill->setStatus(statusOf(loop->status), loopHeadline(*loop));
    auto* open = new QPushButton(tr("Show loop"));
    open->setObjectName(u"issueShowLoop"_s);
    connect(open, &QPushButton::clicked, this, [this, id = loop->id] { emit loopWanted(id); });
    line->addWidget(pill);
    line->addWidget(open);
    line->addStretch();
    layout.addLayout(line);
}

QString IssueCard::comment() const
{
    return m_comment->toPlainText().trimmed();
}

void IssueCard::clearComment()
{
    m_comment->clear();
    m_message->hide();
    m_drafts.remove(m_issue.id);
}

QWidget* IssueCard::text() const
{
    return m_area;
}

} // namespace tamma::ui
