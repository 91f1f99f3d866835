// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/events/ids.h"

#include <QSlider>

class QLineEdit;
class QPushButton;

namespace tamma::ui {

class ElidedLabel;
class GuiSession;

/// What one press of an arrow key goes over.
enum class TimeStride { Event, Step, Loop };

/// A slider over every event of the record.
///
/// Keys     Left and Right go by events, with Shift by steps, with Ctrl by loops; Home and End.
class TimeSlider final : public QSlider {
    Q_OBJECT

public:
    explicit TimeSlider(QWidget* parent);

signals:
    void strideWanted(TimeStride stride, bool forward);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
};

/// The middle of the window; it has a frame while an earlier moment is shown, so that nobody takes
/// the past for the present.
class MomentFrame final : public QWidget {
    Q_OBJECT

public:
    MomentFrame(const GuiSession& session, QWidget* parent);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    const GuiSession& m_session;
};

/// The strip above the pages with which the window looks at an earlier moment: it says which one is
/// shown, goes to another, and back to now.
///
/// Shape    Hidden until open().
/// Threads  GUI thread only.
class TimeBar final : public QWidget {
    Q_OBJECT

public:
    TimeBar(GuiSession& session, QWidget* parent);

    void open();
    /// Returns to now and hides.
    void close();

    /// Goes to the next or previous event of `loop`, or of any when it is empty.
    void stepOver(const LoopId& loop, bool forward);

    /// Remembers the shown moment as the first of two.
    void setMark();

signals:
    /// What happened between two positions is wanted.
    void comparisonWanted(tamma::Position from, tamma::Position to);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QWidget* makeControls();
    void goTo(const QString& place);
    void stride(TimeStride stride, bool forward);
    void refresh();
    void showFailure(const Error& error);

    GuiSession& m_session;
    ElidedLabel* m_text;
    QPushButton* m_mark;
    QPushButton* m_compare;
    QLineEdit* m_place;
    TimeSlider* m_slider;
    Position m_marked;
    bool m_syncing = false;
};

} // namespace tamma::ui
