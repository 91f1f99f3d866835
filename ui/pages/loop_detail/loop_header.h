// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/readmodels/loops.h"

#include <QWidget>

class QPushButton;

namespace tamma::ui {

class ElidedLabel;
class IconLabel;
class Pill;
class StepBar;
class TextLabel;

/// The top of the loop page: which issue, how it is doing, and the numbers.
class LoopHeader final : public QWidget {
    Q_OBJECT

public:
    explicit LoopHeader(QWidget* parent = nullptr);

    void setLoop(const readmodels::LoopRow& loop, Timestamp now);

    /// Shows the steps as a bar too: where there is no room for the timeline.
    void setStepBarShown(bool shown);

    /// Says what a merge would meet now; "" says nothing.
    void setForecast(const QString& sentence, bool conflicts);

    /// Opens what the loop asks a person; hidden until somebody shows it.
    [[nodiscard]] QPushButton* decideButton() const { return m_decide; }

    [[nodiscard]] QPushButton* cancelButton() const { return m_cancel; }

    /// Pauses the loop, or lets one go on that is paused or waits.
    [[nodiscard]] QPushButton* restButton() const { return m_rest; }

private:
    ElidedLabel* m_title;
    Pill* m_status;
    Pill* m_recorded;
    QPushButton* m_decide;
    QPushButton* m_rest;
    QPushButton* m_cancel;
    TextLabel* m_facts;
    TextLabel* m_note;
    IconLabel* m_forecastIcon;
    TextLabel* m_forecast;
    StepBar* m_steps;
};

} // namespace tamma::ui
