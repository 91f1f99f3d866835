// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/ui/figures.h"
#include "tests/bench/ui/record_rows.h"
#include "tests/bench/ui/samples.h"
#include "ui/client/frame_scheduler.h"

#include <QEvent>
#include <QEventLoop>
#include <QTimer>

#include <condition_variable>
#include <mutex>
#include <thread>

namespace tamma::ui::bench {
namespace {

using namespace std::chrono_literals;

constexpr int EVENTS_PER_MILLISECOND = 5;

/// Where the engine's thread leaves the moments at which it had events.
struct Mailbox {
    std::mutex mutex;
    std::vector<double> moments;
};

/// Makes five events every millisecond until it is asked to stop.
void produce(const std::stop_token& stop, Mailbox& mailbox, FrameScheduler& scheduler)
{
    std::mutex mutex;
    std::condition_variable_any ticker;
    auto next = std::chrono::steady_clock::now();
    while (!stop.stop_requested()) {
        {
            const std::scoped_lock lock(mailbox.mutex);
            mailbox.moments.insert(mailbox.moments.end(), EVENTS_PER_MILLISECOND, wallNow());
        }
        scheduler.wake();
        next += 1ms;
        std::unique_lock lock(mutex);
        ticker.wait_until(lock, stop, next, [] { return false; });
    }
}

/// A window that knows when its pixels are out.
class Window final : public QWidget {
public:
    std::function<void()> painted;

protected:
    bool event(QEvent* event) override
    {
        const bool handled = QWidget::event(event);
        if (event->type() == QEvent::UpdateRequest && painted) {
            painted();
        }
        return handled;
    }
};

/// What came of a run.
struct Outcome {
    std::vector<double> latencies;
    double cpuShare = 0; ///< Of one core, in percent.
};

/// Lets events come for a while; `onFrame` takes how many came since the last frame, and calls
/// `taken` when they are on screen.
Outcome run(Length length,
            const std::function<void(qint64 count, const std::function<void()>& taken)>& onFrame)
{
    Outcome outcome;
    Mailbox mailbox;
    std::vector<double> inFlight;
    FrameScheduler scheduler;
    const auto taken = [&] {
        const double now = wallNow();
        for (const double moment : std::exchange(inFlight, {})) {
            outcome.latencies.push_back(now - moment);
        }
    };
    QObject::connect(&scheduler, &FrameScheduler::frameDue, &scheduler, [&] {
        std::vector<double> batch;
        {
            const std::scoped_lock lock(mailbox.mutex);
            batch.swap(mailbox.moments);
        }
        inFlight.insert(inFlight.end(), batch.begin(), batch.end());
        onFrame(static_cast<qint64>(batch.size()), taken);
    });
    QEventLoop loop;
    QTimer::singleShot(length == Length::Short ? 200ms : 4000ms, &loop, &QEventLoop::quit);
    const Sample start{wallNow(), cpuNow()};
    const std::jthread producer(
        [&](const std::stop_token& stop) { produce(stop, mailbox, scheduler); });
    loop.exec();
    outcome.cpuShare = 100 * (cpuNow() - start.cpu) / (wallNow() - start.wall);
    return outcome;
}

} // namespace

void measureEventToPixel(BenchReport& report, Length length)
{
    Window window;
    RecordRows rows(TEN_MILLION);
    RecordList list(&window);
    list.resize(SCREEN);
    list.setSource(&rows);
    list.setFollowsTail(true);
    showOnScreen(window);
    list.mustHavePainted();
    const auto ours = run(length, [&](qint64 count, const std::function<void()>& taken) {
        window.painted = taken;
        rows.append(count);
    });
    window.painted = {};
    list.mustHavePainted();
    const auto bare = run(length, [](qint64, const std::function<void()>& taken) { taken(); });

    const double p99 = percentile(ours.latencies, 0.99);
    const double floor = percentile(bare.latencies, 0.99);
    report.figure({.name = QStringLiteral("event to pixel at 5,000/s, p99 (wall)"),
                   .value = p99,
                   .unit = QStringLiteral("ms"),
                   .against = QStringLiteral("same, nothing painted %1 ms").arg(floor, 0, 'f', 2),
                   .ratio = floor > 0 ? p99 / floor : 0,
                   .goal = QStringLiteral("<= 25 ms"),
                   .ok = !ours.latencies.empty() && p99 <= 25});
    report.figure(
        {.name = QStringLiteral("event to pixel at 5,000/s (GUI thread CPU)"),
         .value = ours.cpuShare,
         .unit = QStringLiteral("%"),
         .against = QStringLiteral("same, nothing painted %1 %").arg(bare.cpuShare, 0, 'f', 2),
         .ratio = bare.cpuShare > 0 ? ours.cpuShare / bare.cpuShare : 0,
         .goal = QStringLiteral("<= 20 %"),
         .ok = ours.cpuShare <= 20});
}

} // namespace tamma::ui::bench
