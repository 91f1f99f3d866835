// SPDX-License-Identifier: GPL-3.0-or-later
// What the screen costs: `bench_ui [--json] [--short]`. Exit code 0 when every goal is met.
#include "tests/bench/ui/figures.h"
#include "tests/bench/ui/painting_application.h"
#include "ui/client/frame_scheduler.h"
#include "ui/widgets/theme.h"

int main(int argc, char** argv)
{
    if (!qEnvironmentVariableIsSet("DISPLAY") && !qEnvironmentVariableIsSet("WAYLAND_DISPLAY")
        && !qEnvironmentVariableIsSet("QT_QPA_PLATFORM")) {
        qputenv("QT_QPA_PLATFORM", "offscreen"); // The same painting, without a window to look at.
    }
    tamma::ui::paintWithoutWaiting(); // As the program itself does.
    const tamma::ui::bench::PaintingApplication app(argc, argv);
    if (QApplication::arguments().contains(QStringLiteral("--bare-window"))) {
        return tamma::ui::bench::showBareWindow();
    }
    const tamma::ui::Theme theme(*qApp, tamma::ui::ThemeChoice::Dark);
    tamma::BenchReport report(argc, argv);
    using tamma::ui::bench::Length;
    const auto length = QApplication::arguments().contains(QStringLiteral("--short"))
        ? Length::Short
        : Length::Full;
    tamma::ui::bench::measureStreaming(report, length); // First: memory is measured.
    tamma::ui::bench::measureFirstPaint(report, length);
    tamma::ui::bench::measureScrolling(report, length);
    tamma::ui::bench::measureAppend(report, length);
    tamma::ui::bench::measureDiffFirstPaint(report, length);
    tamma::ui::bench::measureEventToPixel(report, length);
    tamma::ui::bench::measureStart(report, length);
    return report.exitCode();
}
