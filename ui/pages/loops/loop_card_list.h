// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/readmodels/loops.h"
#include "ui/shell/listed_rows.h"
#include "ui/widgets/virtual_list.h"

namespace tamma::ui {

class GuiSession;

/// One column of the board: a card for each loop.
///
/// Shape    A card is as tall as its title (one or two lines) and its note need.
class LoopCardList final : public VirtualList {
    Q_OBJECT

public:
    LoopCardList(const GuiSession& session, QWidget* parent);

    void setLoops(const QList<readmodels::LoopRow>& loops) { m_rows->setRows(loops); }
    [[nodiscard]] const QList<readmodels::LoopRow>& loops() const { return m_rows->rows(); }

    /// The loop of the current card; nullptr when there is none.
    [[nodiscard]] const readmodels::LoopRow* currentLoop() const;

    /// Makes the card of a loop current; returns false when it is not in this column.
    bool setCurrentLoop(const LoopId& id);

    [[nodiscard]] QString rowText(qint64 row) const override;

signals:
    /// Left (-1) or Right (1) was pressed.
    void sidewaysPressed(int direction);

protected:
    void paintRow(QPainter& painter, const QRect& rect, qint64 row, RowState state) override;
    [[nodiscard]] QColor rowBackground(qint64 row, RowState state) const override;
    [[nodiscard]] bool paintsOwnFocus() const override { return true; }
    [[nodiscard]] int measureRow(qint64 row, int width) const override;
    [[nodiscard]] QString rowToolTip(qint64 row, QPoint point) const override;
    void focusInEvent(QFocusEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void paintFoot(QPainter& painter, const QRect& foot, const readmodels::LoopRow& loop) const;

    const GuiSession& m_session;
    ListedRows<readmodels::LoopRow>* m_rows;
};

} // namespace tamma::ui
