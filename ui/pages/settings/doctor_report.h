// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/engine_client.h"

#include <QWidget>

class QPushButton;
class QVBoxLayout;

namespace tamma::ui {

class TextLabel;

/// What Tamma found on this machine, and the exact mend for what is missing.
class DoctorReport final : public QWidget {
    Q_OBJECT

public:
    DoctorReport(engine::EngineClient& engine, QWidget* parent);

    /// Examines again; the old report stays until the new one is there.
    void examine();
    [[nodiscard]] bool wasExamined() const { return m_examined; }
    [[nodiscard]] QPushButton* button() const { return m_again; }

private:
    void showReport(const QList<engine::Diagnosis>& report);

    engine::EngineClient& m_engine;
    TextLabel* m_summary;
    QPushButton* m_again;
    QVBoxLayout* m_layout;
    QWidget* m_rows = nullptr;
    bool m_examined = false;
};

} // namespace tamma::ui
