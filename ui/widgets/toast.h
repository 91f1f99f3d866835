// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTimer>
#include <QWidget>

#include <chrono>

class QPushButton;

namespace tamma::ui {

class TextLabel;

/// A short message at the lower edge of its parent, with an Undo button while undoing is possible.
/// It counts the seconds in words, and waits while the pointer or the keyboard is on it.
///
/// Shape    Exactly one of undone() and expired() follows each showMessage(); a newer message
///          expires the older one at once.
class Toast final : public QWidget {
    Q_OBJECT

public:
    explicit Toast(QWidget* parent);

    /// Shows `text` for `time`; with Undo when `undoable`.
    void showMessage(const QString& text, std::chrono::seconds time, bool undoable);

    [[nodiscard]] std::chrono::seconds timeLeft() const { return m_left; }

    /// Hides it; no signal follows.
    void dismiss();

    /// Keeps so many pixels free below it, for others.
    void setLift(int lift);

signals:
    void undone(); ///< The person took it back.
    void expired(); ///< The time is over, or another message came: it counts.

protected:
    void paintEvent(QPaintEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void countDown();
    void place();
    void showTimeLeft();

    TextLabel* m_text;
    TextLabel* m_time;
    QPushButton* m_undo;
    QTimer m_second;
    std::chrono::seconds m_left{0};
    int m_lift = 0;
    bool m_open = false;
};

} // namespace tamma::ui
