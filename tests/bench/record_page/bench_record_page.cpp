// SPDX-License-Identifier: GPL-3.0-or-later
// The record page over ten million events: `bench_record_page [--json] [--short]`. Exit code 0 when
// every goal is met.
#include "tests/bench/record_page/figures.h"
#include "ui/widgets/theme.h"

#include <QApplication>
#include <QTemporaryDir>

int main(int argc, char** argv)
{
    if (!qEnvironmentVariableIsSet("DISPLAY") && !qEnvironmentVariableIsSet("WAYLAND_DISPLAY")
        && !qEnvironmentVariableIsSet("QT_QPA_PLATFORM")) {
        qputenv("QT_QPA_PLATFORM", "offscreen"); // The same painting, without a window to look at.
    }
    QApplication app(argc, argv);
    const tamma::ui::Theme theme(app, tamma::ui::ThemeChoice::Dark);
    tamma::BenchReport report(argc, argv);
    const QTemporaryDir folder;
    const bool shortRun = QApplication::arguments().contains(QStringLiteral("--short"));
    const tamma::bench::Bench bench{report, shortRun ? 100'000 : 10'000'000, folder.path()};
    tamma::bench::measureMaking(bench);
    tamma::bench::measureFilters(bench);
    tamma::bench::measurePage(bench);
    return report.exitCode();
}
