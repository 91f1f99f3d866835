// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStatusBar>

namespace tamma::ui {

class GuiSession;
class TextLabel;

/// The line at the foot of the window: "3 loops · 1 needs you · last event 2 s ago".
class StatusLine final : public QStatusBar {
    Q_OBJECT

public:
    StatusLine(const GuiSession& session, QWidget* parent);

    [[nodiscard]] QString text() const;

private:
    void refresh();

    const GuiSession& m_session;
    TextLabel* m_label;
};

} // namespace tamma::ui
