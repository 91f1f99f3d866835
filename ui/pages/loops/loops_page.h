// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/board_order.h"
#include "ui/shell/page.h"

#include <QTimer>

class QPushButton;

namespace tamma::ui {

class InlineMessage;
class LoopCardList;
class PageBody;
class TextLabel;

/// The board: every loop as a card, in four columns from "needs you" to "finished".
///
/// Keys     Arrows move between cards and columns; Return opens a loop; Ctrl+. cancels it.
class LoopsPage final : public Page {
    Q_OBJECT

public:
    LoopsPage(const PageParts& parts, QWidget* parent);

    [[nodiscard]] QList<QWidget*> panes() const override;

private:
    struct Column {
        LoopCardList* cards = nullptr;
        TextLabel* count = nullptr;
    };

    QWidget* makeBoard();
    QWidget* makeColumn(int index);
    void registerActions();
    void refresh();
    void refreshAvailability();
    void moveSideways(int from, int direction);
    void runDemo();
    void cancelLoop();
    [[nodiscard]] const readmodels::LoopRow* currentLoop() const;

    PageParts m_parts;
    std::array<Column, BOARD_COLUMNS> m_columns;
    InlineMessage* m_message;
    PageBody* m_body;
    QPushButton* m_newIssue;
    int m_column = 0; ///< Where the keyboard is, or was last.
};

} // namespace tamma::ui
