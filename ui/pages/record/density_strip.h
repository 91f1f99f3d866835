// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/record_strip.h"

#include <QPixmap>
#include <QTimer>
#include <QWidget>

namespace tamma::ui {

/// How many of the matching events happened when, in one strip: bars, red ticks where something
/// failed, amber ones where a person was waited for, and a frame around what the list shows. A
/// click goes there, a drag keeps going.
///
/// Keys     Left and Right go to the next time with events, Page Up and Page Down ten of them on,
///          Home and End to the oldest and the newest.
/// Threads  GUI thread only.
class DensityStrip final : public QWidget {
    Q_OBJECT

public:
    explicit DensityStrip(QWidget* parent);

    /// Shows `answer`, which must live until the next call. Cheap to call often: the picture is
    /// made again at most ten times a second.
    void setAnswer(const readmodels::RecordAnswer* answer);
    /// Makes the picture now: what is shown is something else.
    void refresh();

    /// Marks the events in [first, last] as seen; positions of 0 mark nothing.
    void setSeen(Position first, Position last);

    [[nodiscard]] const RecordStrip& strip() const { return m_strip; }
    [[nodiscard]] QSize sizeHint() const override;

    /// What is at a column, in words: "5 Dec 12:00:03 – 12:00:09, 124 events, failures".
    [[nodiscard]] QString columnText(int column) const;

signals:
    /// Somebody wants to see this place.
    void wanted(tamma::Position position);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    bool event(QEvent* event) override;

private:
    [[nodiscard]] int columnAt(int x) const;
    [[nodiscard]] QRect rectOf(int column) const; ///< From top to bottom.
    void want(int column);
    void paintColumns(QPainter& painter) const;
    [[nodiscard]] QPixmap columnsPicture() const;
    void paintSeen(QPainter& painter) const;

    const readmodels::RecordAnswer* m_answer = nullptr;
    RecordStrip m_strip;
    QPixmap m_picture; ///< Of the columns, while they stay.
    Position m_first;
    Position m_last;
    QTimer m_soon;
};

} // namespace tamma::ui
