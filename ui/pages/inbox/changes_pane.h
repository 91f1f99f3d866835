// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/readmodels/approvals.h"

#include <QWidget>

class QTabBar;

namespace tamma::ui {

class DiffPane;
class GuiSession;

/// The change that an approval is about: what is new since its reader last said something about it,
/// and the whole of it.
class ChangesPane final : public QWidget {
    Q_OBJECT

public:
    ChangesPane(const GuiSession& session, QWidget* parent);

    /// Shows another approval, what is new first; of the same one the choice stays.
    void setApproval(const readmodels::Approval& approval);

    [[nodiscard]] DiffPane& diff() const { return *m_diff; }

private:
    void showRange();

    const GuiSession& m_session;
    readmodels::Approval m_approval;
    QTabBar* m_ranges;
    DiffPane* m_diff;
};

} // namespace tamma::ui
