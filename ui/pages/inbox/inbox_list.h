// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/readmodels/approvals.h"
#include "ui/shell/listed_rows.h"
#include "ui/widgets/virtual_list.h"

namespace tamma::ui {

class GuiSession;

/// The approvals that wait, two lines each.
class InboxList final : public VirtualList {
    Q_OBJECT

public:
    InboxList(const GuiSession& session, QWidget* parent);

    void setApprovals(const QList<readmodels::Approval>& approvals);
    [[nodiscard]] const QList<readmodels::Approval>& approvals() const { return m_rows->rows(); }

    /// The id of the current row; empty when there is none.
    [[nodiscard]] ApprovalId currentApproval() const;
    void setCurrentApproval(const ApprovalId& id);

    [[nodiscard]] QString rowText(qint64 row) const override;

protected:
    void paintRow(QPainter& painter, const QRect& rect, qint64 row, RowState state) override;

private:
    [[nodiscard]] QString secondLine(const readmodels::Approval& approval) const;

    const GuiSession& m_session;
    ListedRows<readmodels::Approval>* m_rows;
};

} // namespace tamma::ui
