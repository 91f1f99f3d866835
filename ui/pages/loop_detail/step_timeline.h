// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/readmodels/loops.h"
#include "ui/widgets/status_look.h"
#include "ui/widgets/virtual_list.h"

namespace tamma::ui {

/// The steps of a loop's plan as rows. The id of a row is its place in the plan, which never
/// changes.
class StepSource final : public RowSource {
    Q_OBJECT

public:
    using RowSource::RowSource;

    void setSteps(const QList<readmodels::StepCell>& steps);
    [[nodiscard]] const QList<readmodels::StepCell>& steps() const { return m_steps; }

    [[nodiscard]] qint64 rowCount() const override { return m_steps.size(); }
    [[nodiscard]] RowId idAt(qint64 row) const override { return RowId(quint64(row)); }
    [[nodiscard]] qint64 rowOf(RowId id) const override;

private:
    QList<readmodels::StepCell> m_steps;
};

/// How a step shows: a running one that waits for a person needs you.
[[nodiscard]] Status stepStatus(const readmodels::StepCell& step, workflow::LoopStatus loop);

/// The steps of one loop with state, starts and summary.
class StepTimeline final : public VirtualList {
    Q_OBJECT

public:
    explicit StepTimeline(QWidget* parent = nullptr);

    void setLoop(const readmodels::LoopRow& loop);

    /// Makes the row of a step current; false when the plan has no such step.
    bool select(const StepId& step);

    [[nodiscard]] QString rowText(qint64 row) const override;

signals:
    /// A person chose a step (select() does not count).
    void stepChosen(const tamma::StepId& step);

protected:
    void paintRow(QPainter& painter, const QRect& rect, qint64 row, RowState state) override;
    [[nodiscard]] QString rowToolTip(qint64 row, QPoint point) const override;

private:
    [[nodiscard]] StatusLook lookOf(qint64 row) const;

    StepSource m_steps;
    workflow::LoopStatus m_loop = workflow::LoopStatus::Unknown;
    int m_running = -1;
    bool m_selecting = false;
};

} // namespace tamma::ui
