// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/loop_detail/log_view.h"
#include "ui/pages/loop_detail/loop_history.h"

#include <QWidget>

class QToolButton;

namespace tamma::ui {

class TextLabel;

/// The log of one gate and attempt, opened where it failed, with the way to its other failures.
///
/// Threads  GUI thread; the log is searched on a worker.
class LogPane final : public QWidget {
    Q_OBJECT

public:
    explicit LogPane(QWidget* parent = nullptr);

    /// Shows what the gate wrote. A later call replaces one whose log is not searched yet.
    void showLog(const GateCard& card, const QString& text);

    [[nodiscard]] LogView& view() const { return *m_view; }

signals:
    void closed();

private:
    void showPlace();

    quint64 m_asked = 0;
    TextLabel* m_title;
    TextLabel* m_place;
    QToolButton* m_previous;
    QToolButton* m_next;
    LogView* m_view;
};

} // namespace tamma::ui
