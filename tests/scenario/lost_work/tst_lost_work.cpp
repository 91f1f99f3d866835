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
    void noByteIsEverLost_data();
    void noByteIsEverLost();
    void cleanupTestCase();

private:
    static constexpr int STEPS = 30;
    static constexpr int SEQUENCES_PER_ROW = 20;

    QElapsedTimer m_timer;
    qint64 m_contents = 0;
    qint64 m_bytes = 0;
    int m_kills = 0;
    int m_sequences = 0;
};

void LostWorkTest::noByteIsEverLost_data()
{
    QTest::addColumn<quint32>("seed");
    const int wanted = qEnvironmentVariableIntValue("TAMMA_SEQUENCES");
    const auto first = static_cast<quint32>(qEnvironmentVariableIntValue("TAMMA_SEED"));
    for (int i = 0; i < (wanted > 0 ? wanted : 60); i += SEQUENCES_PER_ROW) {
        const quint32 seed = first + static_cast<quint32>(i);
        QTest::addRow("%d sequences from seed %u", SEQUENCES_PER_ROW, seed) << seed;
    }
    m_timer.start();
}

void LostWorkTest::noByteIsEverLost()
{
    QFETCH(const quint32, seed);
    for (quint32 next = seed; next < seed + SEQUENCES_PER_ROW; ++next) {
        TroubledProject project(next);
        QString wrong;
        for (int i = 0; i < STEPS && wrong.isEmpty(); ++i) {
            wrong = project.step();
        }
        wrong = wrong.isEmpty() ? project.verdict() : wrong;
        QVERIFY2(wrong.isEmpty(),
                 qPrintable(
                     QString("seed %1: %2\n%3").arg(next).arg(wrong, project.story().join('\n'))));
        m_contents += project.owedContents();
        m_bytes += project.owedBytes();
        m_kills += project.kills();
        ++m_sequences;
    }
}

void LostWorkTest::cleanupTestCase()
{
    qInfo("%d sequences of %d steps, %d kills: all of %lld contents (%lld bytes) found, %lld s",
          m_sequences, STEPS, m_kills, m_contents, m_bytes, m_timer.elapsed() / 1000);
    QVERIFY2(m_contents > 5 * m_sequences && m_kills > m_sequences,
             "there must have been something to lose");
}

QTEST_GUILESS_MAIN(LostWorkTest)
#include "tst_lost_work.moc"
