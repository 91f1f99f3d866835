// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/scenario/crash/crash_matrix.h"

#include <QTest>

using namespace tamma::tests;

namespace {

constexpr int SAMPLES = 10; // Of each story.

} // namespace

// The program is killed at any moment of a loop and started again: nothing is lost, nothing happens
// twice.
class TestCrashMatrix : public QObject {
    Q_OBJECT

private slots:
    void endsAsIfNobodyHadKilledIt_data();
    void endsAsIfNobodyHadKilledIt();
};

void TestCrashMatrix::endsAsIfNobodyHadKilledIt_data()
{
    QTest::addColumn<qsizetype>("story");
    const auto stories = crashStories();
    for (qsizetype i = 0; i < stories.size(); ++i) {
        QTest::newRow(qPrintable(stories.at(i).name)) << i;
    }
}

void TestCrashMatrix::endsAsIfNobodyHadKilledIt()
{
    QFETCH(qsizetype, story);
    const CrashMatrix matrix(crashStories().at(story));
    QVERIFY2(matrix.fault().isEmpty(), qPrintable(matrix.fault()));
    const auto points = matrix.points();
    QVERIFY(points.size() > SAMPLES);
    for (int i = 0; i < SAMPLES; ++i) {
        // Another third of the way between two events each time.
        const auto& point = points.at((i * points.size() / SAMPLES + i) % points.size());
        const auto outcome = matrix.killAt(point);
        QVERIFY2(outcome.fault.isEmpty(),
                 qPrintable(QStringLiteral("killed after event %1 + %2: %3")
                                .arg(point.events)
                                .arg(point.within)
                                .arg(outcome.fault)));
    }
}

QTEST_GUILESS_MAIN(TestCrashMatrix)
#include "tst_crash_matrix.moc"
