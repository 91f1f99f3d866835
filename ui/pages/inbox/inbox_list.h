// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/inbox_order.h"
#include "ui/shell/listed_rows.h"
#include "ui/widgets/virtual_list.h"

namespace tamma::ui {

class GuiSession;

/// One row of the inbox: a question, or the heading of a group that can be closed.
struct InboxRow {
    enum class Kind { Question, Later, WithOthers };

    Kind kind = Kind::Question;
    readmodels::Approval approval; ///< Of a question.
    qsizetype count = 0; ///< Of a group.
    bool isOpen = false; ///< Of a group.

    friend bool operator==(const InboxRow&, const InboxRow&) = default;
};

/// The approvals that wait, two lines each; below them, in closed groups, those that were put aside
/// and those that others have. Several can be selected.
///
/// Keys     Those of VirtualList; Return or a click opens and closes a group.
class InboxList final : public VirtualList {
    Q_OBJECT

public:
    InboxList(const GuiSession& session, QWidget* parent);

    void setInbox(InboxGroups inbox);
    [[nodiscard]] const InboxGroups& inbox() const { return m_inbox; }

    /// Marks what could not be sent, until it is tried again.
    void setRefused(const QSet<ApprovalId>& refused);

    /// Uses the words of people who do not read code.
    void setPlain(bool plain);

    /// The id of the current row; empty when there is none, or a group.
    [[nodiscard]] ApprovalId currentApproval() const;
    /// Opens the group that it is in; an unknown id clears the choice.
    void setCurrentApproval(const ApprovalId& id);
    /// Returns whether it has a row: it is there, and its group is open.
    [[nodiscard]] bool shows(const ApprovalId& id) const
    {
        return m_rows->rowOfKey(id.text()) >= 0;
    }

    /// The questions that are selected, in the order of the list.
    [[nodiscard]] QList<readmodels::Approval> selectedApprovals() const;
    /// Selects every question that may be decided together with others.
    void selectRoutine();

    [[nodiscard]] QString rowText(qint64 row) const override;

protected:
    void paintRow(QPainter& painter, const QRect& rect, qint64 row, RowState state) override;
    [[nodiscard]] int measureRow(qint64 row, int width) const override;
    bool pressInRow(qint64 row, QPoint point) override;

private:
    void addGroup(QList<InboxRow>& rows, InboxRow::Kind kind) const;
    void showRows();
    void toggle(InboxRow::Kind kind);
    [[nodiscard]] QString secondLine(const readmodels::Approval& approval) const;
    [[nodiscard]] QString groupText(const InboxRow& row) const;
    void paintGroup(QPainter& painter, const QRect& rect, const InboxRow& row) const;
    void paintQuestion(QPainter& painter, const QRect& rect,
                       const readmodels::Approval& approval) const;

    const GuiSession& m_session;
    InboxGroups m_inbox;
    QSet<ApprovalId> m_refused;
    bool m_plain = false;
    bool m_laterOpen = false;
    bool m_othersOpen = false;
    ListedRows<InboxRow>* m_rows;
};

} // namespace tamma::ui
