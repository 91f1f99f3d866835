// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/config/settings.h"

#include <QTimer>
#include <QWidget>

class QComboBox;
class QLineEdit;
class QSpinBox;

namespace tamma::ui {

class InlineMessage;
class SettingsGateway;

/// The form of the settings that the engine reads. A change is written when the keys rest; what the
/// form does not show stays as it was. A file that cannot be read is not written over.
class EngineSettings final : public QWidget {
    Q_OBJECT

public:
    EngineSettings(SettingsGateway& gateway, QWidget* parent);

    [[nodiscard]] QWidget* firstField() const;

private:
    void build();
    void load();
    void onLoaded(const Result<config::Settings>& loaded);
    void save();
    void enable(bool enabled);
    [[nodiscard]] config::Settings entered() const;

    SettingsGateway& m_gateway;
    config::Settings m_saved;
    QComboBox* m_provider;
    QSpinBox* m_loops;
    QLineEdit* m_userName;
    InlineMessage* m_message;
    QTimer m_typing;
};

} // namespace tamma::ui
