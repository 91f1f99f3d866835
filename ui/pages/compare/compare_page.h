// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/engine_client.h"
#include "ui/shell/page.h"

class QPushButton;
class QStackedWidget;

namespace tamma::ui {

class DiffPane;
class DifferenceList;
class EmptyState;
class InlineMessage;
class PageHeader;

/// What happened between two moments: what became of each issue, loop and approval, and what a loop
/// changed in the code meanwhile.
class ComparePage final : public Page {
    Q_OBJECT

public:
    ComparePage(const PageParts& parts, QWidget* parent);

    /// The item is "A..B": two positions of the record, the earlier one first.
    void show(const Place& place) override;
    using Page::show;
    [[nodiscard]] QList<QWidget*> panes() const override;

private:
    QWidget* makeContent();
    void load();
    void take(bool isFirst, const Result<engine::Past>& answer);
    void showDifferences();
    void showCode();

    PageParts m_parts;
    Position m_from;
    Position m_to;
    std::optional<engine::Past> m_before;
    std::optional<engine::Past> m_after;
    quint64 m_asked = 0; // Number of the newest comparison.

    PageHeader* m_header;
    QPushButton* m_open;
    InlineMessage* m_message;
    DifferenceList* m_list;
    DiffPane* m_diff;
    EmptyState* m_nothing;
    QStackedWidget* m_states;
};

} // namespace tamma::ui
