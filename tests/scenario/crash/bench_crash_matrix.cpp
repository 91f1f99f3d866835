// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/scenario/crash/crash_matrix.h"
#include "tests/support/bench_report.h"

#include <QCoreApplication>

#include <algorithm>
#include <cstdio>

using namespace tamma;
using namespace tamma::tests;

// Kills the program at every moment of every story. TAMMA_CRASH_EVERY=N: at every N-th only.
// TAMMA_CRASH_STORY=NAME and TAMMA_CRASH_EVENT=N: there only, to look at a fault again.
int main(int argc, char** argv)
{
    const QCoreApplication application(argc, argv);
    BenchReport report(argc, argv);
    const int every = std::max(1, qEnvironmentVariableIntValue("TAMMA_CRASH_EVERY"));
    QList<std::chrono::milliseconds> resumes;
    int faults = 0;
    const QString onlyStory = qEnvironmentVariable("TAMMA_CRASH_STORY");
    const int onlyEvent = qEnvironmentVariableIntValue("TAMMA_CRASH_EVENT");
    for (const CrashStory& story : crashStories()) {
        if (!onlyStory.isEmpty() && story.name != onlyStory) {
            continue;
        }
        const CrashMatrix matrix(story);
        if (!matrix.fault().isEmpty()) {
            std::fprintf(stderr, "%s: %s\n", qPrintable(story.name), qPrintable(matrix.fault()));
            return 1;
        }
        const auto points = matrix.points();
        std::fprintf(stderr, "%s: %lld points\n", qPrintable(story.name),
                     static_cast<long long>(points.size()));
        for (qsizetype i = 0; i < points.size(); i += every) {
            if (onlyEvent > 0 && points.at(i).events != onlyEvent) {
                continue;
            }
            const auto outcome = matrix.killAt(points.at(i));
            resumes.append(outcome.resume);
            if (!outcome.fault.isEmpty()) {
                ++faults;
                std::fprintf(stderr, "%s, after event %lld + %g: %s\n", qPrintable(story.name),
                             static_cast<long long>(points.at(i).events), points.at(i).within,
                             qPrintable(outcome.fault));
            }
        }
    }
    std::ranges::sort(resumes);
    const auto at = [&](double share) {
        return static_cast<double>(
            resumes.at(static_cast<qsizetype>(share * static_cast<double>(resumes.size() - 1)))
                .count());
    };
    report.figure({QStringLiteral("kill points at which something was lost or done twice"),
                   static_cast<double>(faults),
                   {},
                   QStringLiteral("of %1 points").arg(resumes.size()),
                   0,
                   QStringLiteral("0"),
                   faults == 0});
    report.figure({QStringLiteral("from the new start to the next event, p50"), at(0.5),
                   QStringLiteral("ms"), QStringLiteral("limit 2,000 ms"), at(0.5) / 2000,
                   QStringLiteral("<= 2000 ms"), at(0.5) <= 2000});
    report.figure({QStringLiteral("from the new start to the next event, worst"), at(1),
                   QStringLiteral("ms"), QStringLiteral("limit 2,000 ms"), at(1) / 2000,
                   QStringLiteral("<= 2000 ms"), at(1) <= 2000});
    return report.exitCode();
}
