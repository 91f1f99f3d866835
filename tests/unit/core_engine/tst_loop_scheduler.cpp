// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/loop_scheduler.h"

#include <QElapsedTimer>
#include <QTest>

#include <latch>

using namespace tamma;
using namespace tamma::engine;
using namespace Qt::StringLiterals;

class TestLoopScheduler : public QObject {
    Q_OBJECT

    using Again = std::optional<LoopScheduler::Clock::duration>;

    static LoopId loop(int i) { return LoopId(QString::number(i)); }

private slots:
    void neverRunsMoreThanItsWorkers()
    {
        std::atomic<int> running = 0;
        std::atomic<int> most = 0;
        std::atomic<int> done = 0;
        LoopScheduler scheduler(3, [&](const LoopId&, const std::stop_token&) -> Again {
            const int now = ++running;
            for (int seen = most; now > seen && !most.compare_exchange_weak(seen, now);) { }
            --running;
            ++done;
            return std::nullopt;
        });
        for (int i = 0; i < 200; ++i) {
            scheduler.wake(loop(i), {});
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
        LoopScheduler scheduler(4, [&](const LoopId&, const std::stop_token&) -> Again {
            overlapped = overlapped || ++inside > 1;
            if (++runs == 1) {
                started.count_down();
                go.wait();
            }
            --inside;
            return std::nullopt;
        });
        scheduler.wake(loop(1), {});
        started.wait();
        scheduler.wake(loop(1), {});
        scheduler.wake(loop(1), {});
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
        LoopScheduler scheduler(2, [&](const LoopId& id, const std::stop_token& stop) -> Again {
            started.count_down();
            std::mutex mutex;
            std::condition_variable_any bell;
            std::unique_lock lock(mutex);
            bell.wait_for(lock, stop, std::chrono::seconds(30),
                          [&] { return release.load() && id == loop(2); });
            stopped += stop.stop_requested() ? 1 : 0;
            return std::nullopt;
        });
        scheduler.wake(loop(1), {});
        scheduler.wake(loop(2), {});
        started.wait();
        scheduler.stop(loop(1));
        QTRY_COMPARE(stopped.load(), 1);
        QTRY_COMPARE(scheduler.busy(), 1);
    }

    void takesThePriorityFirstAndThenTheRepositoryWithTheFewest()
    {
        std::latch go(1);
        std::latch end(1);
        std::mutex mutex;
        QStringList order;
        std::atomic<int> started = 0;
        LoopScheduler scheduler(2, [&](const LoopId& id, const std::stop_token&) -> Again {
            ++started;
            if (id == loop(1)) {
                end.wait(); // So that one worker is left, and one of its repository runs.
            } else if (id == loop(2)) {
                go.wait();
            } else {
                const std::scoped_lock lock(mutex);
                order.append(id.text());
            }
            return std::nullopt;
        });
        scheduler.wake(loop(1), {0, u"/large"_s});
        scheduler.wake(loop(2), {0, u"/large"_s});
        QTRY_COMPARE(started.load(), 2);
        scheduler.wake(LoopId(u"large"_s), {0, u"/large"_s});
        scheduler.wake(LoopId(u"small"_s), {0, u"/small"_s});
        scheduler.wake(LoopId(u"urgent"_s), {1, u"/large"_s});
        scheduler.wake(LoopId(u"raised"_s), {0, u"/large"_s});
        scheduler.wake(LoopId(u"raised"_s), {2, u"/large"_s});
        go.count_down();
        QTRY_COMPARE(scheduler.busy(), 1);
        end.count_down();
        QTRY_COMPARE(scheduler.busy(), 0);
        QCOMPARE(order, (QStringList{u"raised"_s, u"urgent"_s, u"small"_s, u"large"_s}));
    }

    void aLoopThatRestsComesBackByItself()
    {
        std::atomic<int> runs = 0;
        QElapsedTimer timer;
        timer.start();
        LoopScheduler scheduler(2, [&](const LoopId&, const std::stop_token&) -> Again {
            return ++runs < 3 ? Again(std::chrono::milliseconds(50)) : Again();
        });
        scheduler.wake(loop(1), {});
        QTRY_COMPARE(runs.load(), 3);
        QVERIFY(timer.elapsed() >= 100);
        QTRY_COMPARE(scheduler.busy(), 0);
    }

    void aLoopThatRestsIsWokenEarlier()
    {
        std::atomic<int> runs = 0;
        LoopScheduler scheduler(1, [&](const LoopId&, const std::stop_token&) -> Again {
            return ++runs < 2 ? Again(std::chrono::hours(1)) : Again();
        });
        scheduler.wake(loop(1), {});
        QTRY_VERIFY(runs.load() == 1 && scheduler.busy() == 0);
        scheduler.wake(loop(1), {});
        QTRY_COMPARE(runs.load(), 2);
    }

    void endingStopsEverybody()
    {
        std::latch started(2);
        std::atomic<int> stopped = 0;
        {
            LoopScheduler scheduler(2, [&](const LoopId&, const std::stop_token& stop) -> Again {
                started.count_down();
                std::mutex mutex;
                std::condition_variable_any bell;
                std::unique_lock lock(mutex);
                bell.wait(lock, stop, [] { return false; });
                ++stopped;
                return std::nullopt;
            });
            scheduler.wake(loop(1), {});
            scheduler.wake(loop(2), {});
            started.wait();
        }
        QCOMPARE(stopped.load(), 2);
    }
};

QTEST_GUILESS_MAIN(TestLoopScheduler)
#include "tst_loop_scheduler.moc"
