// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/compare/difference_list.h"

#include "ui/widgets/card_painting.h"
#include "ui/widgets/metrics.h"

#include <QPainter>
#include <QStyle>

namespace tamma::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int DIFFERENCE_HEIGHT = 60;

} // namespace

DifferenceList::DifferenceList(QWidget* parent)
    : VirtualList(parent)
    , m_rows(new ListedRows<DifferenceLine>(
          [](const DifferenceLine& line) { return line.title + u'\n' + line.text; }, this))
{
    setObjectName(u"differenceList"_s);
    setAccessibleName(tr("What happened"));
    setRowHeight(DIFFERENCE_HEIGHT);
    setSource(m_rows);
}

const DifferenceLine* DifferenceList::currentLine() const
{
    return currentRow() < 0 ? nullptr : &m_rows->at(currentRow());
}

QString DifferenceList::rowText(qint64 row) const
{
    const DifferenceLine& line = m_rows->at(row);
    return line.title + u": "_s + line.text;
}

QString DifferenceList::rowToolTip(qint64 row, QPoint) const
{
    return m_rows->at(row).text;
}

void DifferenceList::paintRow(QPainter& painter, const QRect& rect, qint64 row, RowState)
{
    const auto& colours = colourTokens(palette());
    const DifferenceLine& line = m_rows->at(row);
    const QRect inner = rect.adjusted(metrics::SPACE_3, 10, -metrics::SPACE_3, -10);
    const int half = inner.height() / 2;
    paintLine(painter, {inner.x(), inner.y(), inner.width(), half},
              {line.title, colours.text, metrics::strong(font())});
    paintLine(painter, {inner.x(), inner.y() + half, inner.width(), half},
              {line.text, colours.secondary, metrics::caption(font())});
    painter.fillRect(QRect(rect.x(), rect.bottom(), rect.width(), 1), colours.border);
}

} // namespace tamma::ui
