// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/status_look.h"

#include <QList>
#include <QWidget>

class QPainter;

namespace tamma::ui {

/// One step of a loop in a step bar.
struct StepBarCell {
    QString name;
    Status status = Status::Queued;
    QString note; ///< A second line of the tooltip: "2 of 412 tests failed". May be empty.

    friend bool operator==(const StepBarCell&, const StepBarCell&) = default;
};

/// Paints the cells next to each other over the width of `rect`, mirrored from right to left. Cells
/// differ in height as well as colour: failed and waiting ones are taller, queued ones thinner.
void paintStepBar(QPainter& painter, const QRect& rect, const QList<StepBarCell>& cells,
                  const ColourTokens& colours);

/// Which cell is at `x` of a bar in `rect`; -1 for none.
[[nodiscard]] int stepBarCellAt(int x, const QRect& rect, int cellCount,
                                Qt::LayoutDirection direction);

/// The bar in words: "Step 5 of 14: Generate code, Running".
[[nodiscard]] QString stepBarText(const QList<StepBarCell>& cells);

/// How far a loop is, as one cell for each step; the tooltip of a cell names it.
class StepBar final : public QWidget {
    Q_OBJECT

public:
    explicit StepBar(QWidget* parent = nullptr);

    void setCells(QList<StepBarCell> cells);
    [[nodiscard]] const QList<StepBarCell>& cells() const { return m_cells; }

    [[nodiscard]] QSize sizeHint() const override { return {236, 16}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {84, 16}; }

protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;

private:
    QList<StepBarCell> m_cells;
};

} // namespace tamma::ui
