// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/ui/record_rows.h"

#include "ui/widgets/colour_tokens.h"
#include "ui/widgets/metrics.h"

#include <QHeaderView>
#include <QPainter>

namespace tamma::ui::bench {
namespace {

constexpr int COLUMN_X[COLUMNS] = {12, 120, 240, 480, 600};

} // namespace

QString cellText(qint64 row, int column)
{
    static const QString TYPES[]
        = {QStringLiteral("CODE.GENERATED.SUCCESS"), QStringLiteral("GATE.FAILED"),
           QStringLiteral("WORKFLOW.STEP_STARTED"), QStringLiteral("AGENT.OUTPUT")};
    switch (column) {
    case 0:
        return QString::number(row);
    case 1:
        return QStringLiteral("13:%1:%2.%3")
            .arg(row / 60'000 % 60, 2, 10, QLatin1Char('0'))
            .arg(row / 1000 % 60, 2, 10, QLatin1Char('0'))
            .arg(row % 1000, 3, 10, QLatin1Char('0'));
    case 2:
        return TYPES[row % 4];
    case 3:
        return QStringLiteral("ISSUE-%1").arg(row % 977);
    default:
        return QStringLiteral("src/billing/rounding_%1.ts, %2 lines changed, attempt %3 of 3")
            .arg(row % 89)
            .arg(row % 400)
            .arg(row % 3 + 1);
    }
}

void RecordRows::append(qint64 count)
{
    const qint64 first = m_count;
    m_count += count;
    emit inserted(first, count);
}

RecordList::RecordList(QWidget* parent)
    : VirtualList(parent)
{
    setRowHeight(metrics::DENSE_ROW);
    setAccessibleName(QStringLiteral("Record"));
}

QString RecordList::rowText(qint64 row) const
{
    QStringList cells;
    for (int column = 0; column < COLUMNS; ++column) {
        cells.append(cellText(row, column));
    }
    return cells.join(u'\t');
}

void RecordList::mustHavePainted()
{
    if (std::exchange(m_painted, 0) == 0) {
        qFatal("Nothing was painted");
    }
}

void RecordList::paintRow(QPainter& painter, const QRect& rect, qint64 row, RowState)
{
    ++m_painted;
    const auto& colours = colourTokens(palette());
    const int baseline
        = rect.y() + (rect.height() + fontMetrics().ascent() - fontMetrics().descent()) / 2;
    for (int column = 0; column < COLUMNS; ++column) {
        painter.setPen(column == 0 ? colours.secondary : colours.text);
        painter.drawText(QPoint(COLUMN_X[column], baseline), cellText(row, column));
    }
}

int RecordModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : m_count;
}

int RecordModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : COLUMNS;
}

QVariant RecordModel::data(const QModelIndex& index, int role) const
{
    return role == Qt::DisplayRole ? cellText(index.row(), index.column()) : QVariant();
}

void RecordModel::append(int count)
{
    beginInsertRows({}, m_count, m_count + count - 1);
    m_count += count;
    endInsertRows();
}

std::unique_ptr<QTableView> makeTable(QAbstractItemModel& model)
{
    auto table = std::make_unique<QTableView>();
    table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    table->verticalHeader()->setDefaultSectionSize(metrics::DENSE_ROW);
    table->verticalHeader()->hide();
    table->horizontalHeader()->hide();
    table->setShowGrid(false);
    table->setWordWrap(false);
    table->setModel(&model);
    for (int column = 0; column < COLUMNS; ++column) {
        const int end = column + 1 < COLUMNS ? COLUMN_X[column + 1] : SCREEN.width();
        table->setColumnWidth(column, end - COLUMN_X[column]);
    }
    return table;
}

} // namespace tamma::ui::bench
