// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/readmodels/approvals.h"

#include <QWidget>

class QTabBar;

namespace tamma::ui {

class DiffPane;
class GuiSession;
class WindowState;

/// The change that an approval is about: what is new since its reader last said something about it,
/// and the whole of it.
class ChangesPane final : public QWidget {
    Q_OBJECT

public:
    ChangesPane(const GuiSession& session, WindowState& window, QWidget* parent);

    /// Shows another approval, what is new first; of the same one the choice stays. What gates
    /// found and this person wrote stands at its lines.
    void setApproval(const readmodels::Approval& approval);

    [[nodiscard]] DiffPane& diff() const { return *m_diff; }

signals:
    /// A comment on a line was written, changed or taken back.
    void commented();

private:
    void showRange();
    void showNotes();
    void keepComment(const QString& path, int line, const QString& text);

    const GuiSession& m_session;
    WindowState& m_window;
    readmodels::Approval m_approval;
    QTabBar* m_ranges;
    DiffPane* m_diff;
};

} // namespace tamma::ui
