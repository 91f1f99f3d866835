// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/engine_client.h"

#include <QDialog>

class QComboBox;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;

namespace tamma::ui {

class InlineMessage;
class ProviderChoice;

/// Asks from which step on, and with which agent, model and hint an issue is to be tried in another
/// way, and starts that beside the loop.
class ForkLoopDialog final : public QDialog {
    Q_OBJECT

public:
    /// What the dialog begins with.
    struct Offer {
        readmodels::LoopRow loop;
        StepId from;
        QStringList recordings;
    };

    ForkLoopDialog(engine::EngineClient& engine, const Offer& offer, QWidget* parent);

    /// Whether a loop can be forked from that step now.
    [[nodiscard]] static bool isPossible(const readmodels::LoopRow& loop, qsizetype step);

signals:
    void started(const tamma::LoopId& id);

private:
    void build(const Offer& offer);
    void start();

    engine::EngineClient& m_engine;
    LoopId m_loop;
    QComboBox* m_from;
    ProviderChoice* m_provider;
    QLineEdit* m_model;
    QPlainTextEdit* m_hint;
    InlineMessage* m_message;
    QPushButton* m_start = nullptr;
};

} // namespace tamma::ui
