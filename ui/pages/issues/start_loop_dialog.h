// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/engine_client.h"
#include "core/readmodels/issues.h"

#include <QDialog>

class QComboBox;
class QPushButton;
class QRadioButton;

namespace tamma::ui {

class InlineMessage;

/// Asks who shall work on an issue (the default provider, Claude Code, or a recording) and starts
/// the loop.
class StartLoopDialog final : public QDialog {
    Q_OBJECT

public:
    StartLoopDialog(engine::EngineClient& engine, const readmodels::IssueRow& issue,
                    const QStringList& recordings, QWidget* parent);

signals:
    void started(const tamma::LoopId& id);

private:
    void build(const readmodels::IssueRow& issue, const QStringList& recordings);
    void start();
    [[nodiscard]] engine::StartLoop command() const;

    engine::EngineClient& m_engine;
    IssueId m_issue;
    QRadioButton* m_default;
    QRadioButton* m_claude;
    QRadioButton* m_playback;
    QComboBox* m_recording;
    InlineMessage* m_message;
    QPushButton* m_start = nullptr;
};

} // namespace tamma::ui
