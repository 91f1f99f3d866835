// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QList>

namespace tamma::ui {

class WindowState;

/// When nothing may appear on the desktop.
///
/// Shape    [from, to) in local time on the days where it begins: hours over midnight belong to the
///          evening before. The same time twice is the whole day.
struct QuietHours {
    bool enabled = false;
    QTime from{20, 0};
    QTime to{8, 0};
    QList<Qt::DayOfWeek> days{Qt::Monday, Qt::Tuesday,  Qt::Wednesday, Qt::Thursday,
                              Qt::Friday, Qt::Saturday, Qt::Sunday};

    /// Says whether `local` is in them.
    [[nodiscard]] bool cover(const QDateTime& local) const;

    friend bool operator==(const QuietHours&, const QuietHours&) = default;
};

/// Whether Tamma may speak through the desktop, and when.
struct NoticeSettings {
    bool enabled = true;
    QuietHours quiet;

    friend bool operator==(const NoticeSettings&, const NoticeSettings&) = default;
};

/// What the window remembers; what cannot be read is as at the beginning.
[[nodiscard]] NoticeSettings noticeSettings(const WindowState& window);
void setNoticeSettings(WindowState& window, const NoticeSettings& settings);

} // namespace tamma::ui
