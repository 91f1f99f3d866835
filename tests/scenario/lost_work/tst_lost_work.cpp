// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/scenario/lost_work/troubled_project.h"

#include <QElapsedTimer>
#include <QTest>

using namespace tamma::tests;

// Random sequences of work, deletion, cancelling, kill -9, crashes, restarts and git gc: whatever
// Tamma has seen in a worktree can be found again. TAMMA_SEQUENCES=500 for the long run, TAMMA_SEED
// for another one.
class LostWorkTest : public QObject {
    Q_OBJECT

private slots:
    void noByteIsEverLost();
};

void LostWorkTest::noByteIsEverLost()
{
    constexpr int STEPS = 30;
    const int sequences = qEnvironmentVariableIntValue("TAMMA_SEQUENCES");
    const auto first = static_cast<quint32>(qEnvironmentVariableIntValue("TAMMA_SEED"));
    QElapsedTimer timer;
    timer.start();
    qint64 bytes = 0;
    qint64 contents = 0;
    int kills = 0;
    int done = 0;
    for (const int count = sequences > 0 ? sequences : 60; done < count; ++done) {
        const quint32 seed = first + static_cast<quint32>(done);
        TroubledProject project(seed);
        for (int i = 0; i < STEPS; ++i) {
            const QString wrong = project.step();
            QVERIFY2(
                wrong.isEmpty(),
                qPrintable(
                    QString("seed %1: %2\n%3").arg(seed).arg(wrong, project.story().join('\n'))));
        }
        const QString lost = project.verdict();
        QVERIFY2(
            lost.isEmpty(),
            qPrintable(QString("seed %1: %2\n%3").arg(seed).arg(lost, project.story().join('\n'))));
        contents += project.owedContents();
        bytes += project.owedBytes();
        kills += project.kills();
    }
    qInfo("%d sequences of %d steps, %d kills: all of %lld contents (%lld bytes) found, %lld s",
          done, STEPS, kills, contents, bytes, timer.elapsed() / 1000);
    QVERIFY2(contents > 5 * done && kills > done, "it must have had something to lose");
}

QTEST_GUILESS_MAIN(LostWorkTest)
#include "tst_lost_work.moc"
