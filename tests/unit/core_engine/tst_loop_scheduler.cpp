// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/loop_scheduler.h"

#include <QTest>

#include <latch>

using namespace tamma;
using namespace tamma::engine;
using namespace Qt::StringLiterals;

class TestLoopScheduler : public QObject {
    Q_OBJECT

    static LoopId loop(int i) { return LoopId(QString::number(i)); }

private slots:
    void neverRunsMoreThanItsWorkers()
    {
        std::atomic<int> running = 0;
        std::atomic<int> most = 0;
        std::atomic<int> done = 0;
        LoopScheduler scheduler(3, [&](const LoopId&, const std::stop_token&) {
            const int now = ++running;
            for (int seen = most; now > seen && !most.compare_exchange_weak(seen, now);) { }
            --running;
            ++done;
            return LoopRunner::Ending::Over;
        });
        for (int i = 0; i < 200; ++i) {
            scheduler.wake(loop(i));
        }
        QTRY_COMPARE(done.load(), 200);
        QVERIFY(most <= 3);
    }

    void oneLoopHasOneWorkerAndAWakeMeanwhileRunsItOnceMore()
    {
        std::latch started(1);
        std::latch go(1);
        std::atomic<int> runs = 0;
        std::atomic<int> inside = 0;
        std::atomic<bool> overlapped = false;
        LoopScheduler scheduler(4, [&](const LoopId&, const std::stop_token&) {
            overlapped = overlapped || ++inside > 1;
            if (++runs == 1) {
                started.count_down();
                go.wait();
            }
            --inside;
            return LoopRunner::Ending::Parked;
        });
        scheduler.wake(loop(1));
        started.wait();
        scheduler.wake(loop(1));
        scheduler.wake(loop(1));
        go.count_down();
        QTRY_COMPARE(scheduler.busy(), 0);
        QCOMPARE(runs.load(), 2);
        QVERIFY(!overlapped);
    }

    void stopReachesTheRunningLoopOnly()
    {
        std::atomic<int> stopped = 0;
        std::latch started(2);
        std::atomic<bool> release = false;
        LoopScheduler scheduler(2, [&](const LoopId& id, const std::stop_token& stop) {
            started.count_down();
            std::mutex mutex;
            std::condition_variable_any bell;
            std::unique_lock lock(mutex);
            bell.wait_for(lock, stop, std::chrono::seconds(30),
                          [&] { return release.load() && id == loop(2); });
            stopped += stop.stop_requested() ? 1 : 0;
            return LoopRunner::Ending::Stopped;
        });
        scheduler.wake(loop(1));
        scheduler.wake(loop(2));
        started.wait();
        scheduler.stop(loop(1));
        QTRY_COMPARE(stopped.load(), 1);
        QCOMPARE(scheduler.busy(), 1);
    }

    void endingStopsEverybody()
    {
        std::latch started(2);
        std::atomic<int> stopped = 0;
        {
            LoopScheduler scheduler(2, [&](const LoopId&, const std::stop_token& stop) {
                started.count_down();
                std::mutex mutex;
                std::condition_variable_any bell;
                std::unique_lock lock(mutex);
                bell.wait(lock, stop, [] { return false; });
                ++stopped;
                return LoopRunner::Ending::Stopped;
            });
            scheduler.wake(loop(1));
            scheduler.wake(loop(2));
            started.wait();
        }
        QCOMPARE(stopped.load(), 2);
    }
};

QTEST_GUILESS_MAIN(TestLoopScheduler)
#include "tst_loop_scheduler.moc"
