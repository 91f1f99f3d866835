// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/issues/issue_dialog.h"

#include "ui/client/when_done.h"
#include "ui/shell/show_error.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/metrics.h"
#include "ui/widgets/tamma_style.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QFormLayout>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QShortcut>

namespace tamma::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int LONGEST_TITLE = 256; // Of the local platform, and of the forges that say.

} // namespace

IssueDialog::IssueDialog(engine::EngineClient& engine, const QStringList& repositories,
                         QWidget* parent)
    : QDialog(parent)
    , m_engine(engine)
    , m_repository(new QComboBox(this))
    , m_title(new QLineEdit(this))
    , m_body(new QPlainTextEdit(this))
    , m_labels(new QLineEdit(this))
    , m_message(new InlineMessage(this))
{
    m_repository->addItems(repositories);
    build(tr("New issue"), tr("Create issue"));
}

IssueDialog::IssueDialog(engine::EngineClient& engine, const readmodels::IssueRow& issue,
                         QWidget* parent)
    : IssueDialog(engine, QStringList{issue.repository}, parent)
{
    m_issue = issue.id;
    m_labelsBefore = issue.labels;
    setWindowTitle(tr("Edit issue #%1").arg(issue.number));
    m_save->setText(tr("Save"));
    m_repository->setEnabled(false);
    findChild<QPushButton*>(u"issueDialogBrowse"_s)->hide();
    m_title->setText(issue.title);
    m_body->setPlainText(issue.body);
    m_labels->setText(issue.labels.join(u", "_s));
}

void IssueDialog::build(const QString& title, const QString& button)
{
    setObjectName(u"issueDialog"_s);
    setWindowTitle(title);
    m_title->setObjectName(u"issueDialogTitle"_s);
    m_title->setMaxLength(LONGEST_TITLE);
    m_title->setPlaceholderText(tr("What should be different, in one line"));
    m_body->setObjectName(u"issueDialogBody"_s);
    m_body->setPlaceholderText(tr("What is wanted and why, how to see that it works. Markdown."));
    m_body->setTabChangesFocus(true);
    m_labels->setObjectName(u"issueDialogLabels"_s);
    m_labels->setPlaceholderText(tr("bug, api"));
    m_message->setObjectName(u"issueDialogMessage"_s);
    m_message->hide();
    auto* form = new QFormLayout;
    form->setVerticalSpacing(metrics::SPACE_3);
    form->setHorizontalSpacing(metrics::SPACE_4);
    form->addRow(tr("&Repository"), makeRepositoryRow());
    form->addRow(tr("&Title"), m_title);
    form->addRow(tr("&Description"), m_body);
    form->addRow(tr("&Labels"), m_labels);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    buttons->setObjectName(u"issueDialogButtons"_s);
    m_save = buttons->addButton(button, QDialogButtonBox::ActionRole);
    m_save->setObjectName(u"issueDialogSave"_s);
    makePrimary(*m_save);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(metrics::PAGE_MARGIN, metrics::PAGE_MARGIN, metrics::PAGE_MARGIN,
                               metrics::SPACE_4);
    layout->setSpacing(metrics::SPACE_4);
    layout->addLayout(form, 1);
    layout->addWidget(m_message);
    layout->addWidget(buttons);
    connect(m_save, &QPushButton::clicked, this, &IssueDialog::save);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(new QShortcut(Qt::CTRL | Qt::Key_Return, this), &QShortcut::activated, this,
            &IssueDialog::save);
    resize(640, 480);
    m_title->setFocus();
}

QWidget* IssueDialog::makeRepositoryRow()
{
    auto* row = new QWidget(this);
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    m_repository->setObjectName(u"issueDialogRepository"_s);
    m_repository->setAccessibleName(tr("Repository"));
    m_repository->setEditable(true);
    m_repository->lineEdit()->setPlaceholderText(tr("A folder with a git repository"));
    auto* browse = new QPushButton(icon(u"folder"_s), tr("Choose…"), row);
    browse->setObjectName(u"issueDialogBrowse"_s);
    browse->setAutoDefault(false);
    layout->addWidget(m_repository, 1);
    layout->addWidget(browse);
    row->setFocusProxy(m_repository);
    connect(browse, &QPushButton::clicked, this, [this] {
        auto* chooser
            = new QFileDialog(this, tr("Choose a repository"), m_repository->currentText());
        chooser->setFileMode(QFileDialog::Directory);
        chooser->setOption(QFileDialog::ShowDirsOnly);
        chooser->setAttribute(Qt::WA_DeleteOnClose);
        connect(chooser, &QFileDialog::fileSelected, m_repository, &QComboBox::setEditText);
        chooser->open();
    });
    return row;
}

QStringList IssueDialog::labels() const
{
    QStringList labels;
    for (const QString& label : m_labels->text().split(u',', Qt::SkipEmptyParts)) {
        if (!label.trimmed().isEmpty()) {
            labels.append(label.trimmed());
        }
    }
    return labels;
}

engine::Command IssueDialog::command() const
{
    const QString title = m_title->text().trimmed();
    if (m_issue.isEmpty()) {
        return engine::CreateIssue{m_repository->currentText().trimmed(), title,
                                   m_body->toPlainText(), labels()};
    }
    return engine::EditIssue{m_issue, title, m_body->toPlainText()};
}

void IssueDialog::save()
{
    if (!m_save->isEnabled()) {
        return;
    }
    if (m_repository->currentText().trimmed().isEmpty()) {
        return refuse(tr("Choose the folder of the project first."), m_repository);
    }
    if (m_title->text().trimmed().isEmpty()) {
        return refuse(tr("An issue needs a title."), m_title);
    }
    m_save->setEnabled(false);
    if (!m_issue.isEmpty() && labels() != m_labelsBefore) {
        // The title goes only when the labels are in: a failure is then shown, not half hidden.
        whenDone(m_engine.submit(engine::LabelIssue{m_issue, labels()}), this,
                 [this](const Result<engine::CommandReceipt>& done) {
                     if (!done) {
                         return onAnswer(done);
                     }
                     m_labelsBefore = labels();
                     whenDone(m_engine.submit(command()), this,
                              [this](const Result<engine::CommandReceipt>& edited) {
                                  onAnswer(edited);
                              });
                 });
        return;
    }
    whenDone(m_engine.submit(command()), this,
             [this](const Result<engine::CommandReceipt>& done) { onAnswer(done); });
}

void IssueDialog::onAnswer(const Result<engine::CommandReceipt>& done)
{
    m_save->setEnabled(true);
    if (!done) {
        showError(*m_message, done.error());
        return;
    }
    emit saved(IssueId(done->id));
    accept();
}

void IssueDialog::reject()
{
    const bool typed
        = m_title->isModified() || m_labels->isModified() || m_body->document()->isModified();
    if (typed && !std::exchange(m_warned, true)) {
        refuse(tr("What you typed is not saved. Cancel or Escape once more throws it away."),
               m_title);
        return;
    }
    QDialog::reject();
}

void IssueDialog::refuse(const QString& why, QWidget* field)
{
    m_message->clearActions();
    m_message->setDetails({});
    m_message->showMessage(MessageKind::Warning, why);
    field->setFocus(Qt::OtherFocusReason);
}

} // namespace tamma::ui
