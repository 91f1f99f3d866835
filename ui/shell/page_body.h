// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStackedWidget>

namespace tamma::ui {

class EmptyState;
class GuiSession;
class InlineMessage;

/// The part of a page below its header, in whichever state it is: the record is being read, could
/// not be read, holds nothing for this page, or is shown.
class PageBody final : public QStackedWidget {
    Q_OBJECT

public:
    PageBody(GuiSession& session, QWidget* content, QWidget* parent);

    /// Shows emptyState() instead of the content; it counts only once the record was read.
    void setEmpty(bool empty);
    [[nodiscard]] EmptyState& emptyState() const { return *m_empty; }

private:
    void refresh();

    GuiSession& m_session;
    QWidget* m_content;
    QWidget* m_loading;
    QWidget* m_failed;
    InlineMessage* m_error;
    EmptyState* m_empty;
    bool m_isEmpty = false;
};

} // namespace tamma::ui
