// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/fuzzy_match.h"

#include <QElapsedTimer>
#include <QTest>

using namespace tamma::ui;
using namespace Qt::StringLiterals;

class TestFuzzyMatch : public QObject {
    Q_OBJECT

private slots:
    void lettersMustOccurInOrder()
    {
        QVERIFY(fuzzyScore(u"nis"_s, u"New issue"_s));
        QVERIFY(fuzzyScore(u"NEW ISS"_s, u"New issue"_s));
        QVERIFY(!fuzzyScore(u"sin"_s, u"New issue"_s));
        QVERIFY(!fuzzyScore(u"new issues"_s, u"New issue"_s));
        QVERIFY(!fuzzyScore(u"x"_s, QString()));
        QCOMPARE(fuzzyScore(QString(), u"anything"_s), 0);
    }

    void betterFitsScoreHigher_data()
    {
        QTest::addColumn<QString>("query");
        QTest::addColumn<QString>("better");
        QTest::addColumn<QString>("worse");
        QTest::newRow("beginnings of words") << u"sl"_s << u"Start loop"_s << u"Possible"_s;
        QTest::newRow("whole word") << u"loop"_s << u"Start loop"_s << u"Look or peep"_s;
        QTest::newRow("shorter text") << u"inbox"_s << u"Inbox"_s << u"Inbox of somebody else"_s;
        QTest::newRow("a late word beats scattered letters")
            << u"rec"_s << u"Filter the record"_s << u"Start execution"_s;
    }
    void betterFitsScoreHigher()
    {
        QFETCH(QString, query);
        QFETCH(QString, better);
        QFETCH(QString, worse);
        QVERIFY(fuzzyScore(query, better));
        QVERIFY(fuzzyScore(query, worse).value_or(-1000) < *fuzzyScore(query, better));
    }

    void badTextsCostLittle()
    {
        const QString text(4'000, u'a');
        QVERIFY(!fuzzyScore(QString(30, u'a') + u'b', text)); // Exponential when done naively.
        QVERIFY(fuzzyScore(QString(30, u'a'), text));
    }
};

QTEST_GUILESS_MAIN(TestFuzzyMatch)
#include "tst_fuzzy_match.moc"
