// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/readmodels/approvals.h"

#include <QScrollArea>

class QVBoxLayout;

namespace tamma::ui {

class GuiSession;
class TextLabel;

/// Everything that a person needs to decide one approval, in plain language, to be read from top to
/// bottom.
class ApprovalCard final : public QScrollArea {
    Q_OBJECT

public:
    ApprovalCard(const GuiSession& session, QWidget* parent);

    /// Shows an approval; one that did not change keeps its scroll place.
    void setApproval(const readmodels::Approval& approval);

    /// Writes the ages again.
    void refreshAges();

private:
    void addHead();
    [[nodiscard]] QString facts() const;

    const GuiSession& m_session;
    readmodels::Approval m_approval;
    QWidget* m_content = nullptr;
    QVBoxLayout* m_layout = nullptr;
    TextLabel* m_facts = nullptr;
};

} // namespace tamma::ui
