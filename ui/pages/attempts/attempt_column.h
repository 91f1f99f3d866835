// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/readmodels/attempts.h"

#include <QWidget>

class QComboBox;
class QPlainTextEdit;
class QVBoxLayout;

namespace tamma::ui {

class TextLabel;

/// One attempt of a comparison: which it is, why it was made, what the gates said about it, and
/// what the agent was asked.
class AttemptColumn final : public QWidget {
    Q_OBJECT

public:
    /// `name` tells the two columns apart: "left".
    AttemptColumn(const QString& name, const QString& accessibleName, QWidget* parent);

    /// Offers these attempts, and keeps the chosen one if it is still among them. Those of other
    /// loops than `home` are named with what made them.
    void setAttempts(const QList<readmodels::AttemptStory>& attempts, const LoopId& home);

    void choose(const readmodels::AttemptStory& attempt);
    /// nullptr when there is none.
    [[nodiscard]] const readmodels::AttemptStory* current() const;

    [[nodiscard]] QComboBox* box() const { return m_box; }
    [[nodiscard]] QPlainTextEdit* prompt() const { return m_prompt; }

signals:
    void chosen();

private:
    void showAttempt(const readmodels::AttemptStory& attempt);
    void showGates(const readmodels::AttemptStory& attempt);

    QList<readmodels::AttemptStory> m_attempts;
    QComboBox* m_box;
    TextLabel* m_facts;
    TextLabel* m_why;
    QVBoxLayout* m_gates;
    QPlainTextEdit* m_prompt;
};

} // namespace tamma::ui
