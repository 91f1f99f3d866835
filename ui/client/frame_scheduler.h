// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/client/frame_pacer.h"

#include <QObject>
#include <QTimer>

#include <atomic>

namespace tamma::ui {

/// Has Qt paint as soon as something is to be painted, instead of gathering for 5 ms more: the
/// FrameScheduler has gathered already. Call it first in main(); an environment that says otherwise
/// wins.
void paintWithoutWaiting();

/// The heart beat of the screen: turns any number of wakes from any thread into at most 60 frames a
/// second on the GUI thread. One per process; whoever shows live things connects to frameDue().
///
/// Shape    The first wake after a quiet 16 ms is served at once; later ones share the next frame.
///          A wake that comes while a frame runs leads to one more frame, so nothing is missed.
/// Threads  Lives on the GUI thread. wake() from any thread; it posts at most one event.
class FrameScheduler final : public QObject {
    Q_OBJECT

public:
    explicit FrameScheduler(QObject* parent = nullptr);

    /// Asks for a frame soon. Push what it shall show first, then wake. Costs one atomic exchange
    /// while a frame is due already.
    void wake();

    /// Slows down to one frame a second while nothing can be seen, and back.
    void setHidden(bool hidden);

signals:
    /// Take what has come, as one batch, and update() what shows it. Never wait in here.
    void frameDue();

private:
    void arrange();
    void runFrame();

    std::atomic<bool> m_due = false;
    FramePacer m_pacer;
    QTimer m_timer;
};

} // namespace tamma::ui
