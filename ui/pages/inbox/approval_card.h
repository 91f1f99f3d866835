// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/text/approval_text.h"

#include <QScrollArea>

class QVBoxLayout;

namespace tamma::ui {

class CardOutlook;
class GuiSession;
class TextLabel;
struct CardView;

/// Everything that a person needs to decide one approval, to be read from top to bottom: in the
/// words of developers, or plain.
class ApprovalCard final : public QScrollArea {
    Q_OBJECT

public:
    ApprovalCard(const GuiSession& session, QWidget* parent);

    /// Shows an approval; one that did not change keeps its scroll place.
    void setApproval(const readmodels::Approval& approval);

    /// Whether the change of the approval that is shown cannot be looked at here.
    [[nodiscard]] bool isUnreadable() const;

    void setPlain(bool plain);
    [[nodiscard]] bool isPlain() const { return m_plain; }

    /// Writes the ages again, and what depends on them.
    void refreshAges();

signals:
    void proofWanted(tamma::Position position);

private:
    void rebuild();
    void addHead(const CardView& view);
    void addParts(const CardView& view);
    [[nodiscard]] QString facts() const;
    [[nodiscard]] QList<ApprovalNotice> notices() const;

    const GuiSession& m_session;
    CardOutlook* m_outlook;
    readmodels::Approval m_approval;
    QList<ApprovalNotice> m_notices; // That are shown.
    bool m_plain = false;
    QWidget* m_content = nullptr;
    QVBoxLayout* m_layout = nullptr;
    TextLabel* m_facts = nullptr;
};

} // namespace tamma::ui
