// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/notice_settings.h"

#include <QWidget>

class QCheckBox;
class QTimeEdit;

namespace tamma::ui {

/// Whether Tamma may speak through the desktop, and when not. What is changed counts at once.
class NoticeForm final : public QWidget {
    Q_OBJECT

public:
    NoticeForm(WindowState& window, QWidget* parent);

private:
    QWidget* makeHours(const QuietHours& quiet);
    QWidget* makeDays(const QuietHours& quiet);
    void keep();

    WindowState& m_window;
    QCheckBox* m_enabled;
    QCheckBox* m_quiet;
    QTimeEdit* m_from;
    QTimeEdit* m_to;
    QList<QCheckBox*> m_days; // Monday first.
    QWidget* m_times;
};

} // namespace tamma::ui
