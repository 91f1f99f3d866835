// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/engine_client.h"
#include "core/readmodels/issues.h"

#include <QDialog>

class QPushButton;

namespace tamma::ui {

class InlineMessage;
class ProviderChoice;
class SettingsGateway;

/// Asks who shall work on an issue and starts the loop.
class StartLoopDialog final : public QDialog {
    Q_OBJECT

public:
    StartLoopDialog(engine::EngineClient& engine, SettingsGateway& settings,
                    const readmodels::IssueRow& issue, QWidget* parent);

signals:
    void started(const tamma::LoopId& id);

private:
    void build(const readmodels::IssueRow& issue);
    void start();

    engine::EngineClient& m_engine;
    IssueId m_issue;
    ProviderChoice* m_provider;
    InlineMessage* m_message;
    QPushButton* m_start = nullptr;
};

} // namespace tamma::ui
