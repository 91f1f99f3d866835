// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/intelligence/excerpt.h"

#include "core/intelligence/token_budget.h"

#include <QRandomGenerator>
#include <QTest>

using namespace tamma::intelligence;

class ExcerptTest : public QObject {
    Q_OBJECT

private slots:
    void leavesShortTextsWhole() { QCOMPARE(excerptOf("a\nb\n", {0, 0, 0}, 10), "a\nb\n"); }

    void keepsTheTellingLinesAndMarksTheGaps()
    {
        QByteArray text;
        QList<double> weights;
        for (int i = 1; i <= 100; ++i) {
            text += "line " + QByteArray::number(i) + '\n';
            weights.append(i == 50 ? 5 : 0);
        }
        const QByteArray excerpt = excerptOf(text, weights, 80);
        QVERIFY(excerpt.startsWith("[lines 1 to 45 left out]\nline 46\n"));
        QVERIFY(excerpt.contains("line 50\n"));
        QVERIFY(excerpt.contains("line 60\n[lines 61 to 101 left out]\n"));
    }

    void neverGoesAboveTheLimit()
    {
        QRandomGenerator random(7);
        for (int round = 0; round < 300; ++round) {
            QByteArray text;
            QList<double> weights;
            const int lines = random.bounded(200);
            for (int i = 0; i < lines; ++i) {
                text += QByteArray(random.bounded(random.bounded(900) + 1), 'x') + '\n';
                weights.append(random.bounded(4));
            }
            const int limit = random.bounded(600);
            const QByteArray excerpt = excerptOf(text, weights, limit);
            QVERIFY2(estimatedTokens(excerpt) <= limit, qPrintable(QString::number(round)));
        }
    }

    void givesNothingWhenNothingFits()
    {
        QCOMPARE(excerptOf(QByteArray(1000, 'x'), {1}, 20), "");
        QCOMPARE(excerptOf("text", {1}, 0), "");
        QCOMPARE(excerptOf("text", {1}, -5), "");
    }
};

QTEST_GUILESS_MAIN(ExcerptTest)
#include "tst_excerpt.moc"
