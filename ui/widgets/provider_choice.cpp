// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/provider_choice.h"

#include "ui/widgets/metrics.h"

#include <QComboBox>
#include <QLineEdit>
#include <QRadioButton>
#include <QVBoxLayout>

namespace tamma::ui {

using namespace Qt::StringLiterals;

ProviderChoice::ProviderChoice(const QString& usual, const QStringList& recordings, QWidget* parent)
    : QWidget(parent)
    , m_usual(new QRadioButton(usual, this))
    , m_claude(new QRadioButton(tr("Claude Code"), this))
    , m_playback(new QRadioButton(tr("Play a recording"), this))
    , m_recording(new QComboBox(this))
{
    m_usual->setObjectName(u"providerUsual"_s);
    m_claude->setObjectName(u"providerClaude"_s);
    m_playback->setObjectName(u"providerPlayback"_s);
    m_recording->setObjectName(u"providerRecording"_s);
    m_recording->setAccessibleName(tr("Recording"));
    m_recording->setEditable(true);
    m_recording->addItems(recordings);
    m_recording->lineEdit()->setPlaceholderText(tr("Name or file of a recording"));
    m_recording->setEnabled(false);
    m_usual->setChecked(true);
    auto* recordingRow = new QHBoxLayout;
    recordingRow->setContentsMargins(metrics::SPACE_6, 0, 0, 0);
    recordingRow->addWidget(m_recording);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(metrics::SPACE_3);
    layout->addWidget(m_usual);
    layout->addWidget(m_claude);
    layout->addWidget(m_playback);
    layout->addLayout(recordingRow);
    connect(m_playback, &QRadioButton::toggled, m_recording, &QWidget::setEnabled);
}

void ProviderChoice::setUsual(const QString& usual)
{
    m_usual->setText(usual);
}

QString ProviderChoice::provider() const
{
    if (m_claude->isChecked()) {
        return u"claude_code"_s;
    }
    return m_playback->isChecked() ? u"playback"_s : QString();
}

QString ProviderChoice::recording() const
{
    return m_playback->isChecked() ? m_recording->currentText().trimmed() : QString();
}

bool ProviderChoice::isComplete()
{
    const bool complete = !m_playback->isChecked() || !recording().isEmpty();
    if (!complete) {
        m_recording->setFocus(Qt::OtherFocusReason);
    }
    return complete;
}

} // namespace tamma::ui
