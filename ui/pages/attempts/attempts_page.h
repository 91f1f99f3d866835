// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/engine_client.h"
#include "core/readmodels/attempts.h"
#include "ui/shell/page.h"

class QPushButton;
class QStackedWidget;

namespace tamma::ui {

class AttemptColumn;
class DiffPane;
class EmptyState;
class InlineMessage;
class PageHeader;

/// Two attempts at an issue side by side, of one loop or of a loop and its fork: why each was made,
/// what the agent was asked, what the gates said, and below what changed in the code from the one
/// to the other.
///
/// Shape    Follows the loop while it works: a new attempt is offered, the chosen ones stay.
class AttemptsPage final : public Page {
    Q_OBJECT

public:
    AttemptsPage(const PageParts& parts, QWidget* parent);

    /// The item is a LoopId; it begins with the last two attempts.
    void show(const Place& place) override;
    using Page::show;
    [[nodiscard]] QList<QWidget*> panes() const override;

private:
    QWidget* makeContent();
    void load();
    void take(const Result<QList<events::StoredEvent>>& answer);
    void chooseTheLastTwo(const QList<readmodels::AttemptStory>& rows);
    void showCode();

    PageParts m_parts;
    LoopId m_loop;
    quint64 m_asked = 0; // Number of the newest question.

    PageHeader* m_header;
    QPushButton* m_open;
    InlineMessage* m_message;
    AttemptColumn* m_left;
    AttemptColumn* m_right;
    DiffPane* m_diff;
    EmptyState* m_nothing;
    QStackedWidget* m_states;
};

} // namespace tamma::ui
