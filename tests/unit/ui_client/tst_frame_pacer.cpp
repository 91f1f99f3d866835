// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/client/frame_pacer.h"

#include <QTest>

using namespace tamma::ui;
using namespace std::chrono_literals;

class TestFramePacer : public QObject {
    Q_OBJECT

private slots:
    void firstFrameRunsAtOnce();
    void laterFramesWaitForTheRestOfTheInterval();
    void frameAfterAQuietTimeRunsAtOnce();
    void dearFramesHalveTheRateUntilTheyAreCheap();
    void oneDearFrameChangesNothing();
    void workLongAfterAFrameDoesNotCount();
    void hiddenWindowGetsOneFrameASecond();
};

namespace {

/// Runs `frames` frames one interval apart, each of which costs `cost`.
void run(FramePacer& pacer, int frames, FramePacer::Duration cost)
{
    static FramePacer::Duration now = 10s;
    static FramePacer::Duration cpu = 1s;
    for (int frame = 0; frame < frames; ++frame) {
        pacer.frameStarts(now, cpu);
        now += pacer.interval();
        cpu += cost;
    }
}

} // namespace

void TestFramePacer::firstFrameRunsAtOnce()
{
    QCOMPARE(FramePacer().delayAt(0ns), 0ns);
}

void TestFramePacer::laterFramesWaitForTheRestOfTheInterval()
{
    FramePacer pacer;
    pacer.frameStarts(100ms, 0ms);
    QCOMPARE(pacer.delayAt(100ms), 16ms);
    QCOMPARE(pacer.delayAt(109ms), 7ms);
    QCOMPARE(pacer.delayAt(116ms), 0ms);
}

void TestFramePacer::frameAfterAQuietTimeRunsAtOnce()
{
    FramePacer pacer;
    pacer.frameStarts(100ms, 0ms);
    QCOMPARE(pacer.delayAt(5s), 0ms);
}

void TestFramePacer::dearFramesHalveTheRateUntilTheyAreCheap()
{
    FramePacer pacer;
    run(pacer, 60, 12ms);
    QCOMPARE(pacer.interval(), 33ms);
    run(pacer, 60, 6ms);
    QCOMPARE(pacer.interval(), 33ms);
    run(pacer, 60, 3ms);
    QCOMPARE(pacer.interval(), 16ms);
}

void TestFramePacer::oneDearFrameChangesNothing()
{
    FramePacer pacer;
    run(pacer, 20, 2ms);
    run(pacer, 1, 30ms);
    run(pacer, 5, 2ms);
    QCOMPARE(pacer.interval(), 16ms);
}

void TestFramePacer::workLongAfterAFrameDoesNotCount()
{
    FramePacer pacer;
    for (int frame = 0; frame < 50; ++frame) {
        pacer.frameStarts(frame * 1s, frame * 900ms);
    }
    QCOMPARE(pacer.interval(), 16ms);
}

void TestFramePacer::hiddenWindowGetsOneFrameASecond()
{
    FramePacer pacer;
    pacer.frameStarts(0ms, 0ms);
    pacer.setHidden(true);
    QCOMPARE(pacer.delayAt(400ms), 600ms);
    pacer.setHidden(false);
    QCOMPARE(pacer.delayAt(400ms), 0ms);
}

QTEST_GUILESS_MAIN(TestFramePacer)
#include "tst_frame_pacer.moc"
