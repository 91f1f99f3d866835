// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/command_palette.h"
#include "ui/widgets/virtual_list.h"

namespace tamma::ui {

/// The lines of the command palette.
class PaletteList final : public VirtualList {
    Q_OBJECT

public:
    PaletteList(ListedRows<PaletteEntry>& rows, QWidget* parent);

    [[nodiscard]] QString rowText(qint64 row) const override;

protected:
    void paintRow(QPainter& painter, const QRect& rect, qint64 row, RowState state) override;

private:
    ListedRows<PaletteEntry>& m_rows;
};

} // namespace tamma::ui
