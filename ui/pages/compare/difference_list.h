// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/listed_rows.h"
#include "ui/text/difference_text.h"
#include "ui/widgets/virtual_list.h"

namespace tamma::ui {

/// What is different between two moments, two lines each: the issue, and what happened to it.
class DifferenceList final : public VirtualList {
    Q_OBJECT

public:
    explicit DifferenceList(QWidget* parent);

    void setLines(const QList<DifferenceLine>& lines) { m_rows->setRows(lines); }
    /// The chosen one; nullptr when none is.
    [[nodiscard]] const DifferenceLine* currentLine() const;

    [[nodiscard]] QString rowText(qint64 row) const override;

protected:
    void paintRow(QPainter& painter, const QRect& rect, qint64 row, RowState state) override;
    [[nodiscard]] QString rowToolTip(qint64 row, QPoint point) const override;

private:
    ListedRows<DifferenceLine>* m_rows;
};

} // namespace tamma::ui
