// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/intelligence/relevance.h"

#include <QTest>

using namespace tamma::intelligence;

class RelevanceTest : public QObject {
    Q_OBJECT

private slots:
    void rareWordsCountMore()
    {
        Relevance relevance({"common", "rare"});
        relevance.add("a.cpp", "common common common words");
        relevance.add("b.cpp", "common rare words here");
        relevance.add("c.cpp", "common other words here");
        const auto ranked = relevance.ranked();
        QCOMPARE(ranked.size(), 3);
        QCOMPARE(ranked.first().path, "b.cpp");
        QCOMPARE(ranked.first().words.first(), "rare");
        QVERIFY(relevance.rarity(1) > relevance.rarity(0));
    }

    void longFilesDoNotWinByLength()
    {
        Relevance relevance({"tax"});
        relevance.add("long.cpp", QByteArray("filler ").repeated(2000) + "tax tax");
        relevance.add("short.cpp", "tax tax");
        QCOMPARE(relevance.ranked().first().path, "short.cpp");
    }

    void thePathAndTheSymbolsCount()
    {
        Relevance relevance({"money"});
        relevance.add("src/a.cpp", "money");
        relevance.add("src/money.cpp", "nothing");
        QCOMPARE(relevance.ranked().first().path, "src/money.cpp");

        relevance.addSymbols("src/a.cpp", {"Money", "moneyToText", "readMoney"});
        QCOMPARE(relevance.ranked().first().path, "src/a.cpp");
    }

    void leavesOutWhatHasNoWord()
    {
        Relevance relevance({"money"});
        relevance.add("src/a.cpp", "nothing of it");
        QVERIFY(relevance.ranked().isEmpty());
        QVERIFY(Relevance({}).ranked().isEmpty());
    }

    void equalScoresKeepOneOrder()
    {
        Relevance relevance({"money"});
        for (const char* path : {"z", "b", "m"}) {
            relevance.add(path, "money");
        }
        QStringList paths;
        for (const RankedFile& file : relevance.ranked()) {
            paths.append(file.path);
        }
        QCOMPARE(paths, (QStringList{"b", "m", "z"}));
    }
};

QTEST_GUILESS_MAIN(RelevanceTest)
#include "tst_relevance.moc"
