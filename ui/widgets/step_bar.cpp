// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/step_bar.h"

#include <QCoreApplication>
#include <QHelpEvent>
#include <QPainter>
#include <QStyle>
#include <QToolTip>

#include <algorithm>

namespace tamma::ui {
namespace {

constexpr double GAP = 3;

struct CellLook {
    QColor colour;
    int height;
};

/// Only what goes on now has a colour; a loop that is over is green as a whole.
CellLook lookOf(Status status, bool over, const ColourTokens& colours)
{
    switch (status) {
    case Status::Queued:
        return {colours.border, 4};
    case Status::Skipped:
    case Status::Cancelled:
    case Status::Paused:
        return {colours.borderStrong, 4};
    case Status::Passed:
        return {over ? colours.passed.ink : colours.borderStrong, 6};
    case Status::Running:
        return {colours.running.ink, 8};
    case Status::NeedsYou:
        return {colours.needsYou.ink, 10};
    case Status::Failed:
        return {colours.failed.ink, 10};
    }
    Q_UNREACHABLE_RETURN({});
}

/// The step that a person would name: the first that is neither waiting nor over, else the last one
/// that is over.
qsizetype currentCell(const QList<StepBarCell>& cells)
{
    const auto isLive = [](const StepBarCell& cell) {
        return cell.status == Status::Running || cell.status == Status::NeedsYou
            || cell.status == Status::Failed || cell.status == Status::Paused;
    };
    if (const auto live = std::ranges::find_if(cells, isLive); live != cells.end()) {
        return live - cells.begin();
    }
    const auto begun = [](const StepBarCell& cell) { return cell.status != Status::Queued; };
    const auto over = std::ranges::find_last_if(cells, begun);
    return over.empty() ? 0 : over.begin() - cells.begin();
}

bool isOver(const QList<StepBarCell>& cells)
{
    return std::ranges::all_of(cells, [](const StepBarCell& cell) {
        return cell.status == Status::Passed || cell.status == Status::Skipped;
    });
}

} // namespace

void paintStepBar(QPainter& painter, const QRect& rect, const QList<StepBarCell>& cells,
                  const ColourTokens& colours)
{
    if (cells.isEmpty()) {
        return;
    }
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    const bool over = isOver(cells);
    const bool mirrored = painter.layoutDirection() == Qt::RightToLeft;
    const double width = (rect.width() - GAP * double(cells.size() - 1)) / double(cells.size());
    for (qsizetype index = 0; index < cells.size(); ++index) {
        const auto look = lookOf(cells[index].status, over, colours);
        const auto place = double(mirrored ? cells.size() - 1 - index : index);
        const QRectF cell(rect.x() + place * (width + GAP),
                          rect.y() + (rect.height() - look.height) / 2.0, width, look.height);
        painter.setBrush(look.colour);
        painter.drawRoundedRect(cell, 2, 2);
    }
    painter.restore();
}

int stepBarCellAt(int x, const QRect& rect, int cellCount, Qt::LayoutDirection direction)
{
    if (cellCount == 0 || x < rect.left() || x > rect.right()) {
        return -1;
    }
    const int cell = std::min(cellCount - 1, (x - rect.left()) * cellCount / rect.width());
    return direction == Qt::RightToLeft ? cellCount - 1 - cell : cell;
}

QString stepBarText(const QList<StepBarCell>& cells)
{
    if (cells.isEmpty()) {
        return {};
    }
    const auto index = currentCell(cells);
    const auto& cell = cells[index];
    return QCoreApplication::translate("tamma::ui::StepBar", "Step %1 of %2: %3, %4")
        .arg(index + 1)
        .arg(cells.size())
        .arg(cell.name, statusLook(cell.status, colourTokens(ColourScheme::Light)).word);
}

StepBar::StepBar(QWidget* parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void StepBar::setCells(QList<StepBarCell> cells)
{
    if (cells != m_cells) {
        m_cells = std::move(cells);
        setAccessibleName(stepBarText(m_cells));
        update();
    }
}

void StepBar::paintEvent(QPaintEvent* event)
{
    Q_UNUSED(event);
    QPainter painter(this);
    paintStepBar(painter, rect(), m_cells, colourTokens(palette()));
}

bool StepBar::event(QEvent* event)
{
    if (event->type() != QEvent::ToolTip) {
        return QWidget::event(event);
    }
    const auto* help = static_cast<QHelpEvent*>(event);
    const int index = stepBarCellAt(help->pos().x(), rect(), static_cast<int>(m_cells.size()),
                                    layoutDirection());
    if (index < 0) {
        QToolTip::hideText();
        return true;
    }
    const auto& cell = m_cells[index];
    auto text = tr("%1. %2: %3")
                    .arg(index + 1)
                    .arg(cell.name, statusLook(cell.status, colourTokens(palette())).word);
    if (!cell.note.isEmpty()) {
        text += u'\n' + cell.note;
    }
    QToolTip::showText(help->globalPos(), text, this);
    return true;
}

} // namespace tamma::ui
