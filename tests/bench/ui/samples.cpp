// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/ui/samples.h"

#include "tests/bench/ui/record_rows.h"

#include <QCoreApplication>
#include <QEvent>
#include <QTest>
#include <QWidget>

#include <algorithm>
#include <ctime>

namespace tamma::ui::bench {
namespace {

double milliseconds(clockid_t clock)
{
    timespec time{};
    clock_gettime(clock, &time);
    return double(time.tv_sec) * 1e3 + double(time.tv_nsec) / 1e6;
}

} // namespace

double wallNow()
{
    return milliseconds(CLOCK_MONOTONIC);
}

double cpuNow()
{
    return milliseconds(CLOCK_THREAD_CPUTIME_ID);
}

Sample timed(const std::function<void()>& work)
{
    const Sample start{wallNow(), cpuNow()};
    work();
    return {wallNow() - start.wall, cpuNow() - start.cpu};
}

double percentile(std::vector<double> values, double share)
{
    if (values.empty()) {
        return 0;
    }
    const auto index
        = std::min(values.size() - 1, static_cast<size_t>(share * double(values.size())));
    std::ranges::nth_element(values, values.begin() + static_cast<std::ptrdiff_t>(index));
    return values[index];
}

Sample percentile(const std::vector<Sample>& samples, double share)
{
    std::vector<double> wall;
    std::vector<double> cpu;
    for (const auto& sample : samples) {
        wall.push_back(sample.wall);
        cpu.push_back(sample.cpu);
    }
    return {percentile(wall, share), percentile(cpu, share)};
}

void paintPending()
{
    QCoreApplication::sendPostedEvents(nullptr, QEvent::UpdateRequest);
}

void showOnScreen(QWidget& view)
{
    view.resize(SCREEN);
    view.show();
    if (!QTest::qWaitForWindowExposed(&view)) {
        qFatal("The window never came on screen");
    }
    view.repaint();
}

void printBoth(BenchReport& report, const Verdict& verdict)
{
    const auto figure = [&](const QString& clock, double ours, double peers) {
        report.figure(
            {.name = QStringLiteral("%1 (%2)").arg(verdict.name, clock),
             .value = ours,
             .unit = QStringLiteral("ms"),
             .against = QStringLiteral("%1 %2 ms").arg(verdict.peerName).arg(peers, 0, 'f', 2),
             .ratio = peers > 0 ? ours / peers : 0,
             .goal = QStringLiteral("<= %1 ms").arg(verdict.mostMs),
             .ok = ours <= verdict.mostMs});
    };
    figure(QStringLiteral("wall"), verdict.ours.wall, verdict.peers.wall);
    figure(QStringLiteral("CPU"), verdict.ours.cpu, verdict.peers.cpu);
}

} // namespace tamma::ui::bench
