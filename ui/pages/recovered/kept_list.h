// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/recovery_client.h"
#include "ui/shell/listed_rows.h"
#include "ui/widgets/virtual_list.h"

namespace tamma::ui {

class GuiSession;

/// Kept work, two lines each: whose it is, then why it is kept, how much it is and for how long.
class KeptWorkList final : public VirtualList {
    Q_OBJECT

public:
    KeptWorkList(const GuiSession& session, QWidget* parent);

    void setItems(const QList<engine::KeptItem>& items) { m_rows->setRows(items); }
    /// The chosen one; nullptr when none is.
    [[nodiscard]] const engine::KeptItem* current() const;

    [[nodiscard]] QString rowText(qint64 row) const override;

protected:
    void paintRow(QPainter& painter, const QRect& rect, qint64 row, RowState state) override;
    [[nodiscard]] QString rowToolTip(qint64 row, QPoint point) const override;

private:
    const GuiSession& m_session;
    ListedRows<engine::KeptItem>* m_rows;
};

/// Whose work it is: number and title of the issue, or the id of a loop that is not known.
[[nodiscard]] QString ownerOf(const GuiSession& session, const git::KeptWork& work);

} // namespace tamma::ui
