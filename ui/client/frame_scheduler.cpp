// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/client/frame_scheduler.h"

#include <ctime>

namespace tamma::ui {
namespace {

FramePacer::Duration read(clockid_t clock)
{
    timespec time{};
    clock_gettime(clock, &time);
    return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

} // namespace

void paintWithoutWaiting()
{
    static constexpr auto GATHERING = "QT_QPA_UPDATE_IDLE_TIME";
    if (!qEnvironmentVariableIsSet(GATHERING)) {
        qputenv(GATHERING, "0");
    }
}

FrameScheduler::FrameScheduler(QObject* parent)
    : QObject(parent)
{
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, &FrameScheduler::runFrame);
}

void FrameScheduler::wake()
{
    if (!m_due.exchange(true)) {
        QMetaObject::invokeMethod(this, &FrameScheduler::arrange, Qt::QueuedConnection);
    }
}

void FrameScheduler::setHidden(bool hidden)
{
    m_pacer.setHidden(hidden);
    if (m_timer.isActive()) { // A window that comes back must not wait out the slow beat.
        arrange();
    }
}

void FrameScheduler::arrange()
{
    const auto delay = m_pacer.delayAt(read(CLOCK_MONOTONIC));
    if (delay > FramePacer::Duration::zero()) {
        m_timer.start(std::chrono::ceil<std::chrono::milliseconds>(delay));
    } else {
        m_timer.stop();
        runFrame();
    }
}

void FrameScheduler::runFrame()
{
    m_due = false; // Before the frame: what is pushed from here on needs another one.
    m_pacer.frameStarts(read(CLOCK_MONOTONIC), read(CLOCK_THREAD_CPUTIME_ID));
    emit frameDue();
}

} // namespace tamma::ui
