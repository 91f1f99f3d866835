// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/client/frame_scheduler.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>

#include <mutex>
#include <thread>

using namespace tamma::ui;

class TestFrameScheduler : public QObject {
    Q_OBJECT

private slots:
    void manyWakesShareAFrame();
    void nothingRunsWithoutAWake();
    void wakeDuringAFrameLeadsToAnother();
    void comingBackIntoSightDoesNotWaitOutTheSlowBeat();
    void nothingOfManyProducersIsLost();
};

void TestFrameScheduler::manyWakesShareAFrame()
{
    FrameScheduler scheduler;
    QSignalSpy frames(&scheduler, &FrameScheduler::frameDue);
    for (int i = 0; i < 1000; ++i) {
        scheduler.wake();
    }
    QTRY_COMPARE(frames.size(), 1);
}

void TestFrameScheduler::nothingRunsWithoutAWake()
{
    FrameScheduler scheduler;
    FrameScheduler other;
    QSignalSpy frames(&scheduler, &FrameScheduler::frameDue);
    QSignalSpy others(&other, &FrameScheduler::frameDue);
    connect(&other, &FrameScheduler::frameDue, &other, [&] {
        if (others.size() < 4) {
            other.wake();
        }
    });
    other.wake();
    QTRY_COMPARE(others.size(), 4); // Four frames of time have gone by.
    QCOMPARE(frames.size(), 0);
}

void TestFrameScheduler::wakeDuringAFrameLeadsToAnother()
{
    FrameScheduler scheduler;
    QElapsedTimer timer;
    QList<qint64> times;
    connect(&scheduler, &FrameScheduler::frameDue, &scheduler, [&] {
        times.append(timer.elapsed());
        if (times.size() < 3) {
            scheduler.wake();
        }
    });
    timer.start();
    scheduler.wake();
    QTRY_COMPARE(times.size(), 3);
    QVERIFY(times[1] - times[0] >= 15);
    QVERIFY(times[2] - times[1] >= 15);
}

void TestFrameScheduler::comingBackIntoSightDoesNotWaitOutTheSlowBeat()
{
    FrameScheduler scheduler;
    QSignalSpy frames(&scheduler, &FrameScheduler::frameDue);
    scheduler.wake();
    QTRY_COMPARE(frames.size(), 1);
    scheduler.setHidden(true);
    scheduler.wake();
    QCoreApplication::sendPostedEvents(&scheduler);
    QElapsedTimer timer;
    timer.start();
    scheduler.setHidden(false);
    QTRY_COMPARE(frames.size(), 2);
    QVERIFY(timer.elapsed() < 700);
}

void TestFrameScheduler::nothingOfManyProducersIsLost()
{
    FrameScheduler scheduler;
    std::mutex mutex;
    qint64 queued = 0;
    qint64 seen = 0;
    int frames = 0;
    connect(&scheduler, &FrameScheduler::frameDue, &scheduler, [&] {
        const std::scoped_lock lock(mutex);
        seen += std::exchange(queued, 0);
        ++frames;
    });
    {
        std::vector<std::jthread> producers;
        for (int producer = 0; producer < 3; ++producer) {
            producers.emplace_back([&] {
                for (int i = 0; i < 20'000; ++i) {
                    {
                        const std::scoped_lock lock(mutex);
                        ++queued;
                    }
                    scheduler.wake();
                }
            });
        }
        QTRY_COMPARE(seen, 60'000);
    }
    QVERIFY2(frames < 600, qPrintable(QString::number(frames)));
}

QTEST_GUILESS_MAIN(TestFrameScheduler)
#include "tst_frame_scheduler.moc"
