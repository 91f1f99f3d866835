// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/issues/start_loop_dialog.h"

#include "ui/client/when_done.h"
#include "ui/shell/show_error.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/metrics.h"
#include "ui/widgets/tamma_style.h"
#include "ui/widgets/text_label.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QShortcut>
#include <QVBoxLayout>

namespace tamma::ui {

using namespace Qt::StringLiterals;

StartLoopDialog::StartLoopDialog(engine::EngineClient& engine, const readmodels::IssueRow& issue,
                                 const QStringList& recordings, QWidget* parent)
    : QDialog(parent)
    , m_engine(engine)
    , m_issue(issue.id)
    , m_default(new QRadioButton(tr("The provider chosen in the settings"), this))
    , m_claude(new QRadioButton(tr("Claude Code"), this))
    , m_playback(new QRadioButton(tr("Play a recording"), this))
    , m_recording(new QComboBox(this))
    , m_message(new InlineMessage(this))
{
    build(issue, recordings);
    connect(m_playback, &QRadioButton::toggled, m_recording, &QWidget::setEnabled);
    connect(m_start, &QPushButton::clicked, this, &StartLoopDialog::start);
    connect(new QShortcut(Qt::CTRL | Qt::Key_Return, this), &QShortcut::activated, this,
            &StartLoopDialog::start);
}

void StartLoopDialog::build(const readmodels::IssueRow& issue, const QStringList& recordings)
{
    setObjectName(u"startLoopDialog"_s);
    setWindowTitle(tr("Start loop"));
    m_default->setObjectName(u"startLoopDefault"_s);
    m_claude->setObjectName(u"startLoopClaude"_s);
    m_playback->setObjectName(u"startLoopPlayback"_s);
    m_recording->setObjectName(u"startLoopRecording"_s);
    m_recording->setAccessibleName(tr("Recording"));
    m_recording->setEditable(true);
    m_recording->addItems(recordings);
    m_recording->lineEdit()->setPlaceholderText(tr("Name or file of a recording"));
    m_recording->setEnabled(false);
    m_default->setChecked(true);
    m_message->setObjectName(u"startLoopMessage"_s);
    m_message->hide();
    auto* title
        = new TextLabel(TextRole::Section, tr("#%1 %2").arg(issue.number).arg(issue.title), this);
    title->setWordWrap(true);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    buttons->setObjectName(u"startLoopButtons"_s);
    m_start = buttons->addButton(tr("Start loop"), QDialogButtonBox::ActionRole);
    m_start->setObjectName(u"startLoopStart"_s);
    makePrimary(*m_start);
    auto* recordingRow = new QHBoxLayout;
    recordingRow->setContentsMargins(metrics::SPACE_6, 0, 0, 0);
    recordingRow->addWidget(m_recording);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(metrics::PAGE_MARGIN, metrics::PAGE_MARGIN, metrics::PAGE_MARGIN,
                               metrics::SPACE_4);
    layout->setSpacing(metrics::SPACE_3);
    layout->addWidget(title);
    layout->addWidget(new TextLabel(TextRole::Secondary, tr("Who works on it?"), this));
    layout->addWidget(m_default);
    layout->addWidget(m_claude);
    layout->addWidget(m_playback);
    layout->addLayout(recordingRow);
    layout->addWidget(m_message);
    layout->addStretch();
    layout->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    resize(480, 320);
}

engine::StartLoop StartLoopDialog::command() const
{
    engine::StartLoop command{.issueId = m_issue, .provider = {}, .recording = {}};
    if (m_claude->isChecked()) {
        command.provider = u"claude_code"_s;
    } else if (m_playback->isChecked()) {
        command.provider = u"playback"_s;
        command.recording = m_recording->currentText().trimmed();
    }
    return command;
}

void StartLoopDialog::start()
{
    const engine::StartLoop wanted = command();
    if (wanted.provider == "playback"_L1 && wanted.recording.isEmpty()) {
        m_message->clearActions();
        m_message->setDetails({});
        m_message->showMessage(MessageKind::Warning, tr("Choose a recording first."));
        m_recording->setFocus(Qt::OtherFocusReason);
        return;
    }
    m_start->setEnabled(false);
    whenDone(m_engine.submit(wanted), this, [this](const Result<engine::CommandReceipt>& done) {
        m_start->setEnabled(true);
        if (!done) {
            showError(*m_message, done.error());
            return;
        }
        emit started(LoopId(done->id));
        accept();
    });
}

} // namespace tamma::ui
