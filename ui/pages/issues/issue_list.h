// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/readmodels/issues.h"
#include "ui/shell/listed_rows.h"
#include "ui/widgets/virtual_list.h"

namespace tamma::ui {

class GuiSession;

/// The issues, two lines each: title, then number, repository, labels and how its loop does.
class IssueList final : public VirtualList {
    Q_OBJECT

public:
    IssueList(const GuiSession& session, QWidget* parent);

    void setIssues(const QList<readmodels::IssueRow>& issues) { m_rows->setRows(issues); }
    [[nodiscard]] IssueId currentIssue() const;
    /// Returns false when the list does not show it.
    bool setCurrentIssue(const IssueId& id);

    [[nodiscard]] QString rowText(qint64 row) const override;

protected:
    void paintRow(QPainter& painter, const QRect& rect, qint64 row, RowState state) override;

private:
    [[nodiscard]] QString secondLine(const readmodels::IssueRow& issue) const;

    const GuiSession& m_session;
    ListedRows<readmodels::IssueRow>* m_rows;
};

} // namespace tamma::ui
