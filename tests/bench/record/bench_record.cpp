// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/record/figures.h"

#include <QCoreApplication>
#include <QTemporaryDir>

using namespace tamma;
using namespace Qt::StringLiterals;

namespace {

/// TAMMA_BENCH_EVENTS: 10000000 for the long run.
qint64 eventsOfTheLargeRecord()
{
    bool isNumber = false;
    const qint64 events = qEnvironmentVariable("TAMMA_BENCH_EVENTS").toLongLong(&isNumber);
    return isNumber && events > 0 ? events : 1'000'000;
}

} // namespace

int main(int argc, char** argv)
{
    QCoreApplication app(argc, argv);
    BenchReport report(argc, argv);
    // Beside the program: /tmp may lie in memory, where "durable" costs nothing.
    const QTemporaryDir folder(QCoreApplication::applicationDirPath() + u"/bench-record-XXXXXX"_s);
    bench::measureDurableAppends(report, folder.path());
    bench::measureSealing(report, folder.path());
    bench::measureLargeRecord(report, folder.path(), eventsOfTheLargeRecord());
    bench::measureFolds(report, folder.path(), eventsOfTheLargeRecord() / 4);
    return report.exitCode();
}
