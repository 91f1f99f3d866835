// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/palette_list.h"

#include "ui/widgets/card_painting.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/metrics.h"

#include <QPainter>
#include <QStyle>

namespace tamma::ui {

using namespace Qt::StringLiterals;

PaletteList::PaletteList(ListedRows<PaletteEntry>& rows, QWidget* parent)
    : VirtualList(parent)
    , m_rows(rows)
{
    setObjectName(u"paletteList"_s);
    setAccessibleName(tr("Commands, loops and issues"));
    setFrameShape(QFrame::NoFrame);
    setRowHeight(metrics::PRIMARY_HEIGHT);
    setFocusPolicy(Qt::NoFocus); // The keyboard stays in the line above.
    setSource(&rows);
}

QString PaletteList::rowText(qint64 row) const
{
    const PaletteEntry& entry = m_rows.at(row);
    QStringList parts{entry.text};
    if (!entry.hint.isEmpty()) {
        parts.append(entry.hint);
    }
    if (!entry.whyNot.isEmpty()) {
        parts.append(tr("not now: %1").arg(entry.whyNot));
    }
    return parts.join(u", "_s);
}

void PaletteList::paintRow(QPainter& painter, const QRect& rect, qint64 row, RowState state)
{
    Q_UNUSED(state);
    const auto& colours = colourTokens(palette());
    const PaletteEntry& entry = m_rows.at(row);
    const auto visual
        = [&](const QRect& part) { return QStyle::visualRect(layoutDirection(), rect, part); };
    const bool usable = entry.whyNot.isEmpty();
    QRect inner = rect.adjusted(metrics::SPACE_3, 0, -metrics::SPACE_3, 0);
    const QRect iconRect(inner.x(), inner.y(), metrics::ICON, inner.height());
    if (!entry.icon.isEmpty()) {
        paintIcon(painter, visual(iconRect), entry.icon, colours.secondary);
    }
    inner.setLeft(iconRect.right() + 1 + metrics::SPACE_3);
    const QString side = usable ? entry.hint : entry.whyNot;
    const QFont small = metrics::caption(font());
    const int sideWidth
        = std::min(QFontMetrics(small).horizontalAdvance(side) + 1, inner.width() / 2);
    paintLine(painter, visual(inner), {side, colours.secondary, small, Qt::AlignTrailing});
    inner.setRight(inner.right() - sideWidth - metrics::SPACE_3);
    paintLine(painter, visual(inner),
              {entry.text, usable ? colours.text : colours.secondary, font()});
}

} // namespace tamma::ui
